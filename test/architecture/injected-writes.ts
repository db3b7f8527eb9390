import ts from 'typescript';

const writes = new Set([
  'save',
  'insert',
  'update',
  'upsert',
  'delete',
  'remove',
  'softDelete',
  'softRemove',
  'recover',
  'restore',
  'increment',
  'decrement',
  'clear',
]);

/**
 * Calls that write through a `Repository` which the constructor was given (`this.users.save(…)`): they would be
 * outside of the unit of work and wait for a second connection.
 */
export function injectedWrites(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visitClass = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) {
      const repositories = new Set(repositoriesOf(node));
      const visit = (inner: ts.Node): void => {
        const call = writeOf(inner);
        if (call && repositories.has(call.repository)) found.push(`this.${call.repository}.${call.method}`);
        ts.forEachChild(inner, visit);
      };
      if (repositories.size > 0) visit(node);
    }
    ts.forEachChild(node, visitClass);
  };
  visitClass(file);
  return found;
}

/** Names of the constructor's parameters, and of fields, of the type `Repository<…>`. */
function repositoriesOf(node: ts.ClassDeclaration): string[] {
  const parameters = node.members.filter(ts.isConstructorDeclaration).flatMap((each) => [...each.parameters]);
  const fields = node.members.filter(ts.isPropertyDeclaration);
  return [...parameters, ...fields]
    .filter(({ type }) => type && ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Repository')
    .map(({ name }) => name.getText());
}

/** `this.<repository>.<method>(…)`, where the method writes. */
function writeOf(node: ts.Node): { repository: string; method: string } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: target, name: method } = node.expression;
  if (!ts.isPropertyAccessExpression(target) || target.expression.kind !== ts.SyntaxKind.ThisKeyword)
    return undefined;
  return writes.has(method.text) ? { repository: target.name.text, method: method.text } : undefined;
}
