import * as vscode from 'vscode';
import { modelSchema, modelSchemaAddress } from '../../core/index.ts';
import type { Context } from '../context.ts';

/** What Red Hat's YAML extension offers to others, as far as it is used here. */
interface YamlExtension {
  registerContributor(
    name: string,
    schemaFor: (resource: string) => string | undefined,
    contentOf: (schema: string) => string | undefined,
  ): boolean;
}

/**
 * Gives Red Hat's YAML extension, where it runs, the schema of files that are models by their content. A pattern of file names could
 * not tell them, and others would come by their names.
 */
export function register({ models, log }: Context): vscode.Disposable {
  let done = false;

  async function contribute(): Promise<void> {
    const extension = vscode.extensions.getExtension<Partial<YamlExtension> | undefined>('redhat.vscode-yaml');
    if (done || extension === undefined) return;
    done = true;
    const api = await extension.activate();
    api?.registerContributor?.('yolo-architect', schemaFor, (schema) => (schema === modelSchemaAddress ? modelSchema() : undefined));
  }

  function schemaFor(resource: string): string | undefined {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === vscode.Uri.parse(resource).toString());
    return document !== undefined && models.get(document) !== undefined ? modelSchemaAddress : undefined;
  }

  const start = () => {
    contribute().catch((error: unknown) => log.warn(`no schema for the YAML extension: ${String(error)}`));
  };
  start();
  return vscode.extensions.onDidChange(start);
}
