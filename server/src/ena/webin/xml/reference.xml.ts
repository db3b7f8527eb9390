import type { ObjectText } from './object-text.ts';

/** Another object: by its alias in the same account (registered before or in the same request), or by accession. */
export type ObjectRef = { readonly refname: string } | { readonly accession: string };

/** A reference with the name that data files use for the object, where it differs. */
export type LabelledRef = ObjectRef & { readonly label?: string | undefined };

/** One reference element, e.g. `<STUDY_REF accession="PRJEB…"/>`. */
export function referenceXml(
  text: ObjectText,
  element: string,
  reference: LabelledRef,
  field: string,
): string {
  const label = text.attribute('label', reference.label, `${field} (label)`);
  return `<${element}${targetAttribute(text, reference, field)}${label}/>`;
}

function targetAttribute(text: ObjectText, reference: ObjectRef, field: string): string {
  if ('accession' in reference) {
    const { accession } = reference;
    if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(accession))
      throw text.unsendable(field, `"${accession}" is not an accession`);
    return text.attribute('accession', accession, field);
  }
  const { refname } = reference;
  // As for aliases: what services trim or normalise would find no object, or another one.
  if (refname.trim() === '' || refname !== refname.trim() || /[\t\n\r]/.test(refname))
    throw text.unsendable(
      field,
      'refers to an alias that is empty, or has space around or line breaks in it',
    );
  return text.attribute('refname', refname, field);
}
