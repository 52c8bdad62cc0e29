using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Rungs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Tasks;

public sealed class TaskReaderFuzzTests
{
    private static readonly Gen<string> Noise = Gen.String[Gen.Char["ab:-[]{}'\"\n\n  ,&*!|>#?%@`\t0~\0\\ü"], 0, 40];

    private static readonly string[] Lines =
    [
        "name: a\n", "data:\n", "  path: x\n", "labels: [a, b]\n", "prompts:\n", "- name: p\n", "  template: '{text}'\n",
        "  answers: {a: b}\n", "rungs:\n", "  lora: {rank: 1}\n", "  lora:\n", "? ", ": ", "!!str ", "null\n", "- \n", "  format: json\n",
    ];

    private static readonly Gen<string> Pieces =
        Gen.Int[0, Lines.Length - 1].Select(i => Lines[i]).Array[0, 12].Select(string.Concat);

    [Fact]
    public void Whatever_a_task_file_holds_it_is_read_or_refused_with_places()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.yaml");
        folder.Write("x", "");
        Gen.OneOf(Noise, Pieces, Gen.Select(Pieces, Noise, (a, b) => a + b)).Sample(
            yaml =>
            {
                File.WriteAllText(path, yaml);
                try
                {
                    Assert.False(string.IsNullOrEmpty(TaskReader.Read(path, RungRegistry.Catalog).Name));
                }
                catch (InputException e)
                {
                    Assert.All(e.Errors, error => Assert.True(error is { Line: > 0, Column: > 0 }));
                }
            },
            iter: 2000,
            threads: 1);
    }
}
