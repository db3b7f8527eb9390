/** Attribute that carries the depositor's own name of a record. */
export const submitterAliasTag = 'submitter_alias';
