using Fulcrum.Data;
using Fulcrum.Ladder.Files;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>The examples that prompts are made of, in <c>examples.jsonl</c> of an artifact: text and label, one example a line.</summary>
internal static class ExampleStore
{
    private const string Name = "examples.jsonl";

    public static void Write(string folder, IEnumerable<Example> examples) =>
        JsonFile.WriteLines(Path.Combine(folder, Name), examples.Select(example => new Shot(example.Text, example.Labels)));

    /// <exception cref="InputException">The file is missing or broken.</exception>
    public static IReadOnlyList<Example> Read(string folder) =>
        [.. JsonFile.ReadLines<Shot>(Path.Combine(folder, Name)).Select((shot, index) => new Example(FormattableString.Invariant($"{index}"), shot.Text, shot.Labels))];
}
