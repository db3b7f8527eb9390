import type { Answer } from './answer.ts';
import { jsonAnswer } from './answer.ts';
import type { Faults } from './faults.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * What tests use beside Webin's own services, without a password (the sandbox listens on 127.0.0.1 only):
 * - `GET /_control/objects`: everything registered, in that order: type, alias, accession, external, title, status,
 *   holdUntilDate, submission, root (the study it becomes public with), registered (how often, which is to be 1)
 * - `GET /_control/requests`: what was submitted and how it was answered
 * - `GET`, `POST`, `DELETE /_control/faults`: the faults to come, see faults.ts for their fields; POST takes one or a
 *   list; `GET /_control/faults/happened`: how often each has happened, and where. With `chance` and `seed` one entry
 *   hits many requests at random, the same ones in each run. Kinds on uploads (`on: "upload"`): unauthorized,
 *   error_before, disconnect_after
 * - `GET`, `POST`, `DELETE /_control/settings`: how long things take, the clock, what the account is, fields that
 *   checklists have made mandatory overnight; POST changes the ones it names; see settings.ts
 * - `POST /_control/processing` `{"accession": "ERR…", "error": "…"}`: how the processing of a run or an analysis ends;
 *   `null` for well
 * - `GET /_control/files`: the upload area as the submission service sees it
 * - `POST /_control/reset`: what the test service does every night: forgets all but the uploaded files. Accessions go on
 */
export function controlAnswer(
  sandbox: Sandbox,
  faults: Faults,
  method: string,
  path: string,
  body: Buffer,
): Answer {
  const { store, settings, area } = sandbox;
  switch (`${method} ${path}`) {
    case 'GET /_control/objects':
      return jsonAnswer(200, objects(sandbox));
    case 'GET /_control/requests':
      return jsonAnswer(200, store.requests.list());
    case 'GET /_control/files':
      return jsonAnswer(200, area.list());
    case 'GET /_control/faults':
      return jsonAnswer(200, faults.waiting());
    case 'GET /_control/faults/happened':
      return jsonAnswer(200, faults.happened());
    case 'DELETE /_control/faults':
      faults.clear();
      return jsonAnswer(200, []);
    case 'POST /_control/faults':
      return changed(
        body,
        (list) => faults.add(list),
        () => faults.waiting(),
      );
    case 'GET /_control/settings':
      return jsonAnswer(200, settings.current);
    case 'DELETE /_control/settings':
      settings.clear();
      return jsonAnswer(200, settings.current);
    case 'POST /_control/settings':
      return changed(
        body,
        (change) => settings.change(change),
        () => settings.current,
      );
    case 'POST /_control/processing':
      return changed(
        body,
        (end) => endProcessing(sandbox, end),
        () => ({}),
      );
    case 'POST /_control/reset':
      store.transaction(() => store.objects.reset());
      return jsonAnswer(200, {});
    default:
      return jsonAnswer(404, { error: `There is no ${method} ${path}.` });
  }
}

function objects({ store, settings }: Sandbox): object[] {
  store.publicity.publishDue(settings.now.toISOString().slice(0, 10));
  const times = store.objects.timesRegistered();
  return store.objects.list().map(({ document: _document, ...object }) => ({
    ...object,
    registered: times.get(`${object.type} ${object.alias}`) ?? 0,
  }));
}

function endProcessing({ store }: Sandbox, end: unknown): string | null {
  const { accession, error } = (end ?? {}) as Record<string, unknown>;
  if (typeof accession !== 'string' || (error !== null && typeof error !== 'string'))
    return 'Send {"accession": "ERR…", "error": "…" or null}.';
  return store.processing.setError(accession, error) ? null : `There is no run or analysis ${accession}.`;
}

function changed(body: Buffer, change: (value: unknown) => string | null, result: () => unknown): Answer {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return jsonAnswer(400, { error: 'Send JSON.' });
  }
  const problem = change(value);
  return problem === null ? jsonAnswer(200, result()) : jsonAnswer(400, { error: problem });
}
