import type { Queryable } from '../../../lib/database/database.ts';

/** A document of a job that could not be indexed. */
export interface JobError {
  jobId: string;
  documentId: string;
  code: string;
  message: string;
}

const MAX_ERRORS = 100;

/** The first 100 errors of each of these jobs, by document id. */
export function errorsOfJobs(db: Queryable, jobIds: readonly string[]): Promise<JobError[]> {
  return db.query(
    `select e.job_id as "jobId", e.document_id as "documentId", e.code, e.message
     from unnest($1::text[]) as job (id), lateral (
       select * from job_documents where job_id = job.id and state = 'FAILED' order by document_id limit $2) e`,
    [jobIds, MAX_ERRORS],
  );
}
