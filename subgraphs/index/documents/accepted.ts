import type { JobRow } from '../jobs/job.ts';

/** The place of a change in the log. */
export interface LogPlace {
  collectionId: string;
  position: number;
}

/** What came of a request. */
export interface Accepted {
  job: JobRow;
  position: number;
  skipped: number;
  /** It had been accepted before, under the same key. */
  repeated: boolean;
}
