-- Alert rules, and the alerts that they raised.
create table alert_rules (
  id text primary key,
  name text not null unique,
  metric text not null,
  operator text not null check (operator in ('GT', 'GTE', 'LT', 'LTE')),
  threshold double precision not null,
  severity text not null check (severity in ('INFO', 'WARNING', 'CRITICAL')),
  duration_seconds integer not null check (duration_seconds between 0 and 86400),
  created_at timestamptz not null default now()
);

-- An alert outlives its rule: it keeps the rule as it was when the alert started.
create table alerts (
  id text primary key,
  rule_id text not null,
  rule jsonb not null,
  state text not null check (state in ('PENDING', 'FIRING', 'RESOLVED')),
  severity text not null,
  value double precision not null,
  threshold double precision not null,
  started_at timestamptz not null,
  fired_at timestamptz,
  resolved_at timestamptz
);

-- A rule has one alert at a time that is not resolved, whoever evaluates it.
create unique index alerts_unresolved on alerts (rule_id) where state <> 'RESOLVED';
create index alerts_started_at on alerts (started_at desc, id);

insert into alert_rules (id, name, metric, operator, threshold, severity, duration_seconds) values
  ('rule_slow_search', 'Slow search', 'latency_p99', 'GT', 0.3, 'WARNING', 60),
  ('rule_high_error_rate', 'High error rate', 'error_rate', 'GT', 0.1, 'CRITICAL', 60);
