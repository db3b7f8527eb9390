import { conflict, type FieldError, invalid, notFound } from '../../platform/errors/app.error.ts';

export const umbrellaNotFound = (id: string) => notFound('ena_umbrella', id);

export const badComponents = (errors: readonly FieldError[]) =>
  invalid('ena_umbrella.bad_component', 'Not each of them is a project that can be grouped.', [...errors]);

const holdTold =
  'ENA was told the day when it took the umbrella project, and is not told another one from here: have the helpdesk change it.';
export const holdDateTold = () =>
  invalid('ena_umbrella.hold_date_told', holdTold, [{ path: 'holdDate', message: holdTold }]);

export const umbrellaUnderWay = (reference: string) =>
  conflict('ena_umbrella.under_way', `${reference} is not answered yet: until then it stays as it is.`, {
    reference,
  });

export const componentsNotAtEna = (accessions: readonly string[]) =>
  conflict(
    'ena_umbrella.component_not_at_ena',
    `ENA does not have ${accessions.slice(0, 5).join(', ')} yet: send it there first.`,
    { accessions: accessions.slice(0, 100) },
  );

export const umbrellaUnchanged = () =>
  conflict('ena_umbrella.unchanged', 'ENA has it as it is here: there is nothing to send.');

export const wrongEnvironment = (own: string, environment: string) =>
  conflict(
    'ena_umbrella.other_environment',
    `It was made for ENA ${own}, and this installation sends to ENA ${environment}.`,
  );

export const nothingToSettle = () =>
  conflict('ena_umbrella.nothing_to_settle', 'No request of it waits for a person.');
