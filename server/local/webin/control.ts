import type { Answer } from './answer.ts';
import { jsonAnswer } from './answer.ts';
import type { Faults } from './faults.ts';
import type { WebinStore } from './store.ts';

/**
 * What tests use beside Webin's own services, without a password (the sandbox listens on 127.0.0.1 only):
 * `GET /_control/objects` everything registered; `GET /_control/requests` what was submitted and how it was answered;
 * `GET`, `POST` and `DELETE /_control/faults` the faults to come.
 */
export function controlAnswer(
  store: WebinStore,
  faults: Faults,
  method: string,
  path: string,
  body: Buffer,
): Answer {
  switch (`${method} ${path}`) {
    case 'GET /_control/objects':
      return jsonAnswer(200, store.objects());
    case 'GET /_control/requests':
      return jsonAnswer(200, store.requests());
    case 'GET /_control/faults':
      return jsonAnswer(200, faults.waiting());
    case 'DELETE /_control/faults':
      faults.clear();
      return jsonAnswer(200, []);
    case 'POST /_control/faults':
      return addFaults(faults, body);
    default:
      return jsonAnswer(404, { error: `There is no ${method} ${path}.` });
  }
}

function addFaults(faults: Faults, body: Buffer): Answer {
  let list: unknown;
  try {
    list = JSON.parse(body.toString('utf8'));
  } catch {
    return jsonAnswer(400, { error: 'Send a fault, or a list of them, as JSON.' });
  }
  const problem = faults.add(list);
  return problem === null ? jsonAnswer(200, faults.waiting()) : jsonAnswer(400, { error: problem });
}
