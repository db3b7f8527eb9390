import type { Child, Shape } from './shape.ts';
import { many, one, optional } from './shape.ts';

// What ENA's schemas share (SRA.common.xsd); parts the console never sends are left open.

export const OPEN: Shape = { isOpen: true };
export const IDENTIFIERS = optional('IDENTIFIERS', OPEN);
export const OBJECT = ['alias', 'center_name', 'broker_name', 'accession'] as const;
export const REFERENCE: Shape = {
  attributes: ['refname', 'refcenter', 'accession'],
  children: [IDENTIFIERS],
};

export const attributes = (element: string): Child =>
  optional(`${element}_ATTRIBUTES`, {
    children: [
      many(`${element}_ATTRIBUTE`, {
        order: 'any',
        children: [one('TAG'), optional('VALUE'), optional('UNITS')],
      }),
    ],
  });
