/** The address under which editors are told of {@link modelSchema}. */
export const modelSchemaAddress = 'yolo-architect://schemas/model';

/**
 * A JSON schema of model files for other tools. It says what holds of every file that the framework takes, and no more: the
 * rest depends on releases and rows, and is said by problems, hover and completion. A file that has it gets no other schema by its name.
 */
export function modelSchema(): string {
  const rows = { type: 'array' };
  return JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: modelSchemaAddress,
    title: 'YOLO',
    type: 'object',
    properties: { backbone: rows, head: rows },
  });
}
