import { Platform1763700000000 } from './1763700000000-platform.ts';
import { Audit1763700100000 } from './1763700100000-audit.ts';
import { Users1763700200000 } from './1763700200000-users.ts';
import { Checklists1763700300000 } from './1763700300000-checklists.ts';
import { Accessions1763700400000 } from './1763700400000-accessions.ts';
import { Submissions1763700500000 } from './1763700500000-submissions.ts';
import { Ena1763700600000 } from './1763700600000-ena.ts';
import { Idempotency1763700700000 } from './1763700700000-idempotency.ts';
import { Leavings1763700800000 } from './1763700800000-leavings.ts';
import { FindingPositions1763700900000 } from './1763700900000-finding-positions.ts';
import { AccessionGuards1763701000000 } from './1763701000000-accession-guards.ts';
import { RevisionAliases1763701100000 } from './1763701100000-revision-aliases.ts';
import { EligibleSubmissions1763701200000 } from './1763701200000-eligible-submissions.ts';
import { EnaAnswers1763701300000 } from './1763701300000-ena-answers.ts';
import { EnaBatchLife1763701400000 } from './1763701400000-ena-batch-life.ts';
import { Files1763701500000 } from './1763701500000-files.ts';
import { RecordDetails1763701600000 } from './1763701600000-record-details.ts';
import { EnaLifecycle1763701700000 } from './1763701700000-ena-lifecycle.ts';
import { EnaProcessing1763701800000 } from './1763701800000-ena-processing.ts';
import { EnaConnectionProblem1763701810000 } from './1763701810000-ena-connection-problem.ts';
import { EnaFlow1763701820000 } from './1763701820000-ena-flow.ts';
import { EnaSchedule1763701900000 } from './1763701900000-ena-schedule.ts';
import { EnaUploads1763702000000 } from './1763702000000-ena-uploads.ts';
import { EnaCliAttempts1763702050000 } from './1763702050000-ena-cli-attempts.ts';
import { EnaUploadsOpen1763702060000 } from './1763702060000-ena-uploads-open.ts';
import { EnaUploadsAdvance1763702070000 } from './1763702070000-ena-uploads-advance.ts';
import { AuditSealing1763702100000 } from './1763702100000-audit-sealing.ts';
import { AuditVerifications1763702200000 } from './1763702200000-audit-verifications.ts';
import { EnaAttemptAccount1763702300000 } from './1763702300000-ena-attempt-account.ts';
import { UploadRenewed1763702400000 } from './1763702400000-upload-renewed.ts';
import { AccessionHoldChoices1763702410000 } from './1763702410000-accession-hold-choices.ts';
import { EnaAttemptSendings1763702420000 } from './1763702420000-ena-attempt-sendings.ts';
import { StudyIdentifiers1763702430000 } from './1763702430000-study-identifiers.ts';
import { AuditFinding1763702500000 } from './1763702500000-audit-finding.ts';
import { EnaRequestParts1763702700000 } from './1763702700000-ena-request-parts.ts';
import { EnaUmbrellas1763702710000 } from './1763702710000-ena-umbrellas.ts';
import { AuditPublication1763702900000 } from './1763702900000-audit-publication.ts';
import { AuditRecord1763702950000 } from './1763702950000-audit-record.ts';
import { AuditExports1763703300000 } from './1763703300000-audit-exports.ts';
import { AuditErasures1763703400000 } from './1763703400000-audit-erasures.ts';
import { RecordFiles1763703500000 } from './1763703500000-record-files.ts';
import { AuditOpenings1763703600000 } from './1763703600000-audit-openings.ts';
import { EnaHoldDays1763703700000 } from './1763703700000-ena-hold-days.ts';
import { EnaUmbrellaOnce1763703710000 } from './1763703710000-ena-umbrella-once.ts';
import { AuditRecordErased1763703800000 } from './1763703800000-audit-record-erased.ts';
import { AuditRetention1763704000000 } from './1763704000000-audit-retention.ts';
import { AuditAppend1763704200000 } from './1763704200000-audit-append.ts';
import { EnaUmbrellaStates1763704300000 } from './1763704300000-ena-umbrella-states.ts';
import { AuditMentions1763704400000 } from './1763704400000-audit-mentions.ts';
import { AuditFinals1763704410000 } from './1763704410000-audit-finals.ts';
import { AuditGuards1763704420000 } from './1763704420000-audit-guards.ts';
import { AuditVerifiedArchives1763704500000 } from './1763704500000-audit-verified-archives.ts';
import { AuditHoldNames1763704600000 } from './1763704600000-audit-hold-names.ts';
import { AuditLeafNumbers1763704900000 } from './1763704900000-audit-leaf-numbers.ts';
import { AuditLeaving1763705000000 } from './1763705000000-audit-leaving.ts';
import { AuditLeavingGuards1763705010000 } from './1763705010000-audit-leaving-guards.ts';
import { AuditErasureHolds1763705100000 } from './1763705100000-audit-erasure-holds.ts';
import { AuditHoldRoots1763705300000 } from './1763705300000-audit-hold-roots.ts';
import { AuditArchiveAttempts1763705310000 } from './1763705310000-audit-archive-attempts.ts';
import { AuditArchiveRefusals1763705320000 } from './1763705320000-audit-archive-refusals.ts';
import { AuditExportPutOff1763705330000 } from './1763705330000-audit-export-put-off.ts';
import { AuditKeyEvents1763705400000 } from './1763705400000-audit-key-events.ts';
import { AuditPublishedHeads1763705410000 } from './1763705410000-audit-published-heads.ts';
import { AuditMoments1763705420000 } from './1763705420000-audit-moments.ts';
import { AuditRunReasons1763705600000 } from './1763705600000-audit-run-reasons.ts';
import { AuditKeyTimes1763705800000 } from './1763705800000-audit-key-times.ts';
import { AuditErasuresClosed1763706000000 } from './1763706000000-audit-erasures-closed.ts';
import { AuditReadable1763706100000 } from './1763706100000-audit-readable.ts';
import { AuditDamage1763706200000 } from './1763706200000-audit-damage.ts';
import { AuditLeftBehind1763706300000 } from './1763706300000-audit-left-behind.ts';
import { AuditErasePlanted1763706310000 } from './1763706310000-audit-erase-planted.ts';
import { AuditEraseAnything1763706600000 } from './1763706600000-audit-erase-anything.ts';
import { AuditRunGuards1763706800000 } from './1763706800000-audit-run-guards.ts';
import { AuditErasureGuards1763706810000 } from './1763706810000-audit-erasure-guards.ts';

/** Every migration, oldest first. A new one is added at the end and never changed after it has landed. */
export const migrations = [
  Platform1763700000000,
  Audit1763700100000,
  Users1763700200000,
  Checklists1763700300000,
  Accessions1763700400000,
  Submissions1763700500000,
  Ena1763700600000,
  Idempotency1763700700000,
  Leavings1763700800000,
  FindingPositions1763700900000,
  AccessionGuards1763701000000,
  RevisionAliases1763701100000,
  EligibleSubmissions1763701200000,
  EnaAnswers1763701300000,
  EnaBatchLife1763701400000,
  Files1763701500000,
  RecordDetails1763701600000,
  EnaLifecycle1763701700000,
  EnaProcessing1763701800000,
  EnaConnectionProblem1763701810000,
  EnaFlow1763701820000,
  EnaSchedule1763701900000,
  EnaUploads1763702000000,
  EnaCliAttempts1763702050000,
  EnaUploadsOpen1763702060000,
  EnaUploadsAdvance1763702070000,
  AuditSealing1763702100000,
  AuditVerifications1763702200000,
  EnaAttemptAccount1763702300000,
  UploadRenewed1763702400000,
  AccessionHoldChoices1763702410000,
  EnaAttemptSendings1763702420000,
  StudyIdentifiers1763702430000,
  AuditFinding1763702500000,
  EnaRequestParts1763702700000,
  EnaUmbrellas1763702710000,
  AuditPublication1763702900000,
  AuditRecord1763702950000,
  AuditExports1763703300000,
  AuditErasures1763703400000,
  RecordFiles1763703500000,
  AuditOpenings1763703600000,
  EnaHoldDays1763703700000,
  EnaUmbrellaOnce1763703710000,
  AuditRecordErased1763703800000,
  AuditRetention1763704000000,
  AuditAppend1763704200000,
  EnaUmbrellaStates1763704300000,
  AuditMentions1763704400000,
  AuditFinals1763704410000,
  AuditGuards1763704420000,
  AuditVerifiedArchives1763704500000,
  AuditHoldNames1763704600000,
  AuditLeafNumbers1763704900000,
  AuditLeaving1763705000000,
  AuditLeavingGuards1763705010000,
  AuditErasureHolds1763705100000,
  AuditHoldRoots1763705300000,
  AuditArchiveAttempts1763705310000,
  AuditArchiveRefusals1763705320000,
  AuditExportPutOff1763705330000,
  AuditKeyEvents1763705400000,
  AuditPublishedHeads1763705410000,
  AuditMoments1763705420000,
  AuditRunReasons1763705600000,
  AuditKeyTimes1763705800000,
  AuditErasuresClosed1763706000000,
  AuditReadable1763706100000,
  AuditDamage1763706200000,
  AuditLeftBehind1763706300000,
  AuditErasePlanted1763706310000,
  AuditEraseAnything1763706600000,
  AuditRunGuards1763706800000,
  AuditErasureGuards1763706810000,
];
