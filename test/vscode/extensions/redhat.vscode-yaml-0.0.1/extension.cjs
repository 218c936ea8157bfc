const contributors = [];

exports.activate = () => ({
  registerContributor(name, schemaFor, contentOf) {
    contributors.push({ name, schemaFor, contentOf });
    return true;
  },
  schemaOf(resource) {
    for (const { schemaFor, contentOf } of contributors) {
      const address = schemaFor(resource);
      if (address !== undefined) return { address, content: contentOf(address) };
    }
    return undefined;
  },
});
