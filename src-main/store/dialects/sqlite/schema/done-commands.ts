/** What a command with a key answered: asked again after a lost line, it is answered again and not done twice. */
export const doneCommandsSchema = [
  `CREATE TABLE done_commands (
     user_id INTEGER NOT NULL,
     key TEXT NOT NULL,
     answer TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (user_id, key)
   ) WITHOUT ROWID`,
  `CREATE INDEX done_commands_by_time ON done_commands(at)`,
]
