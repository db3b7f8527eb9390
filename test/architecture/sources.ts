// Reads sources with the TypeScript compiler's parser: imports, and whether they are of types or of values.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { injectedWrites } from './injected-writes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Import = {
  specifier: string;
  /** From the repository's root; undefined for packages. */
  path: string | undefined;
  /** Gone after compilation. */
  isTypeOnly: boolean;
};

export type SourceFile = {
  /** From the repository's root. */
  path: string;
  isTest: boolean;
  imports: Import[];
  /** Identifiers, and what is asked of other things by name: `forwardRef`, `process.env`. */
  names: ReadonlySet<string>;
  lines: number;
  /** Lines that use the type `any`. */
  anys: number[];
  injectedWrites: string[];
  /** Statements that export from another file. */
  reExports: number;
};

/** All TypeScript files of a folder. */
export function sources(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
    .map((name) => read(join(folder, name)));
}

function read(path: string): SourceFile {
  return parsed(path, readFileSync(join(root, path), 'utf8'));
}

/** @param path from the repository's root; need not exist */
export function parsed(path: string, text: string): SourceFile {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const imports: Import[] = [];
  const anys: number[] = [];
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const found = importOf(node, path);
    if (found) imports.push(found);
    if (ts.isIdentifier(node)) names.add(node.text);
    if (ts.isPropertyAccessExpression(node)) names.add(node.getText());
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      anys.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return {
    path,
    isTest: /\.spec\.tsx?$/.test(path),
    imports,
    names,
    lines: text.split('\n').length - 1,
    anys,
    injectedWrites: injectedWrites(file),
    reExports: file.statements.filter((each) => ts.isExportDeclaration(each) && each.moduleSpecifier).length,
  };
}

/** Static and dynamic imports, and exports from another file. */
function importOf(node: ts.Node, from: string): Import | undefined {
  const literal = specifierOf(node);
  if (!literal || !ts.isStringLiteralLike(literal)) return undefined;
  const specifier = literal.text;
  const path = specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : undefined;
  return { specifier, path, isTypeOnly: isTypeOnly(node) };
}

function specifierOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? node.arguments[0] : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) {
    const { exportClause: clause } = node;
    return (
      node.isTypeOnly ||
      (clause !== undefined && ts.isNamedExports(clause) && clause.elements.every((each) => each.isTypeOnly))
    );
  }
  if (!ts.isImportDeclaration(node) || !node.importClause) return false;
  const { isTypeOnly: isWhole, name, namedBindings: bindings } = node.importClause;
  if (isWhole) return true;
  if (name || !bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every((each) => each.isTypeOnly);
}
