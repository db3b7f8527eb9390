import { reportTime } from './london-time.ts';
import type { StoredObject } from './objects.store.ts';
import type { SandboxObjectType } from './object-types.ts';
import { processingOf } from './processing.ts';
import type { Sandbox } from './sandbox.ts';
import type { UploadedFile } from './upload-area.ts';

export type Report = Readonly<Record<string, string | number | null>>;

/** @param asked projects and studies are listed by the accession of the kind that was asked for */
export function objectRow(sandbox: Sandbox, object: StoredObject, asked: SandboxObjectType): Report {
  const { type, alias, accession, external, title, status, holdUntilDate, document } = object;
  const isOther = type !== asked;
  const [id, secondaryId] = isOther
    ? [external?.accession ?? null, accession]
    : [accession, external?.accession ?? null];
  return {
    id,
    alias,
    ...(type === 'run' || type === 'analysis' ? {} : { secondaryId }),
    title,
    ...relatives(sandbox, object),
    ...(type === 'sample' && { taxId: textIn(document, 'TAXON_ID') }),
    ...(type === 'run' && { instrumentModel: instrumentOf(sandbox, object) }),
    ...(type === 'analysis' && { analysisType: analysisType(object) }),
    firstCreated: reportTime(new Date(object.firstCreated)),
    releaseStatus: status,
    holdDate: holdUntilDate?.split('-').reverse().join('-') ?? null,
    submissionAccountId: sandbox.account,
  };
}

/** One for each file of a run or an analysis. */
export function fileRows(sandbox: Sandbox, object: StoredObject): Report[] {
  const { status = 'IN_PROGRESS' } = processingOf(sandbox, object.accession) ?? {};
  return sandbox.store.files.of(object.accession).map(({ name, type, md5, bytes }) => ({
    id: object.accession,
    ...relatives(sandbox, object),
    fileName: name,
    fileFormat: type.toUpperCase(),
    fileSize: bytes,
    checksumMethod: 'MD5',
    checksum: md5,
    releaseStatus: object.status,
    archiveStatus: status === 'COMPLETED' ? 'ARCHIVED' : status === 'FAILED' ? 'FAILED' : 'PENDING',
    submissionAccountId: sandbox.account,
  }));
}

/** @returns null while nothing is known of it yet */
export function processRow(sandbox: Sandbox, object: StoredObject): Report | null {
  const processing = processingOf(sandbox, object.accession);
  if (!processing) return null;
  const { status, start, end, error } = processing;
  return {
    id: object.accession,
    ...(object.type === 'analysis' && { analysisType: analysisType(object) }),
    acc: null,
    processingStatus: status,
    processingStart: reportTime(start),
    processingEnd: end && reportTime(end),
    processingError: error,
  };
}

export function unsubmittedRow({ name, bytes, modified }: UploadedFile): Report {
  return { fileName: name, fileSize: bytes, uploadDate: reportTime(new Date(modified)) };
}

/** The kind of an analysis as its document has it. */
function analysisType({ document }: StoredObject): string | null {
  return /<ANALYSIS_TYPE><([A-Z\d_]+)/.exec(document)?.[1] ?? null;
}

function relatives({ store }: Sandbox, { type, accession, root }: StoredObject): Report {
  if (type !== 'run' && type !== 'analysis') return {};
  const references = store.references.of(accession);
  const target = (kind: string, of = references) => of.find((one) => one.kind === kind)?.target ?? null;
  const experimentId = target('EXPERIMENT_REF');
  const studyId = root ?? target('STUDY_REF');
  if (type === 'analysis') return { studyId, sampleId: target('SAMPLE_REF') };
  const sampleId = target('SAMPLE_DESCRIPTOR', store.references.of(experimentId ?? ''));
  return { experimentId, studyId, sampleId };
}

function instrumentOf({ store }: Sandbox, { accession }: StoredObject): string | null {
  const experiment = store.references.of(accession).find(({ kind }) => kind === 'EXPERIMENT_REF');
  const found = experiment && store.objects.byAccession(experiment.target);
  return found ? textIn(found.document, 'INSTRUMENT_MODEL') : null;
}

function textIn(document: string, element: string): string | null {
  return new RegExp(`<${element}>([^<]*)<`).exec(document)?.[1]?.trim() ?? null;
}
