/** Whether a file is a mail that was put aside is asked at every look at a file. */
export const quarantinedFilesSchema = [`CREATE INDEX quarantine_by_file ON quarantine(raw_sha256)`]
