import { z } from 'zod';
import { analysisTypes } from '../validation/vocabularies/analyses.contract.ts';

export const analysisTypeParams = z.strictObject({ type: z.enum(analysisTypes as [string, ...string[]]) });

/** What can be deposited as an analysis, and what each type takes beside files and references. */
export const analysisTypeList = z
  .object({
    items: z.array(
      z.object({
        type: z.string(),
        /** Whether ENA takes it over Webin-CLI only. */
        isAssembly: z.boolean(),
        properties: z.array(
          z.object({
            /** As ENA calls it. */
            name: z.string(),
            /** Its column in a table of analyses, and its field in changes and findings. */
            field: z.string(),
            isRequired: z.boolean(),
            /** Several values are separated by semicolons. */
            isMultiple: z.boolean(),
            values: z.array(z.string()).nullable(),
          }),
        ),
      }),
    ),
    fileTypes: z.array(z.string()),
  })
  .meta({ id: 'AnalysisTypes' });
export type AnalysisTypeList = z.infer<typeof analysisTypeList>;
