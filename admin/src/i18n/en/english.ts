import reactAdmin from 'ra-language-english';
import { accessions } from './accessions.ts';
import { audit } from './audit.ts';
import { checklists } from './checklists.ts';
import { connection } from './connection.ts';
import { ena } from './ena.ts';
import { files } from './files.ts';
import { finding } from './finding.ts';
import { flow } from './flow.ts';
import { followup } from './followup.ts';
import { health } from './health.ts';
import { logExports } from './logExports.ts';
import { logVerification } from './logVerification.ts';
import { lifecycle } from './lifecycle.ts';
import { parts } from './parts.ts';
import { shell } from './shell.ts';
import { schedule } from './schedule.ts';
import { retention } from './retention.ts';
import { sheets } from './sheets.ts';
import { signin } from './signin.ts';
import { submission } from './submission.ts';
import { umbrella } from './umbrella.ts';
import { users } from './users.ts';
import { words } from './words.ts';

/** The English catalogue, one file for each area of the console. Plural forms are separated by `||||`. */
export const english = {
  ...reactAdmin,
  shell,
  signin,
  words,
  parts,
  submission,
  files,
  sheets,
  accessions,
  ena,
  schedule,
  followup,
  connection,
  lifecycle,
  umbrella,
  flow,
  audit,
  logExports,
  logVerification,
  retention,
  finding,
  users,
  checklists,
  health,
};
