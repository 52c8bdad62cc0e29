using Fulcrum.Data;
using Fulcrum.Data.Columns;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Leakage;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Ladder.Runs;

/// <summary>The content of <c>split.json</c>: which example is in which part, by id.</summary>
internal sealed record StoredSplit
{
    public required IReadOnlyDictionary<DatasetPart, IReadOnlyList<string>> Parts { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required int Seed { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<string> ReadingNotes { get; init; }

    public required LeakageReport Leakage { get; init; }

    public IReadOnlyList<IReadOnlyList<string>> NearDuplicates { get; init; } = [];

    public TextColumns? Columns { get; init; }

    public string? LabelSeparator { get; init; }

    public static StoredSplit From(RunData data) => new()
    {
        Parts = Enum.GetValues<DatasetPart>().ToDictionary(
            part => part, IReadOnlyList<string> (part) => [.. data.Split[part].Select(e => e.Id)]),
        Labels = data.Split.Labels,
        Seed = data.Split.Seed,
        Notes = data.Split.Notes,
        ReadingNotes = data.Notes,
        Leakage = data.Leakage,
        NearDuplicates = data.NearDuplicates,
        Columns = data.Columns,
        LabelSeparator = data.LabelSeparator,
    };

    /// <summary>Puts the examples back into their parts.</summary>
    /// <exception cref="InputException">Parts and examples do not belong together.</exception>
    public RunData ToData(IEnumerable<Example> examples, string file)
    {
        var byId = new Dictionary<string, Example>();
        var pool = new LabelSetPool();
        foreach (var example in examples)
        {
            if (!byId.TryAdd(example.Id, example with { Labels = pool.Share(example.Labels) })) throw Broken($"The examples hold `{example.Id}` twice.");
            if (example.Labels.FirstOrDefault(label => !Labels.Contains(label)) is { } unknown) throw Broken($"Example `{example.Id}` has the label `{unknown}`, which the split does not name.");
        }

        var split = new DataSplit
        {
            Train = Part(DatasetPart.Train),
            Dev = Part(DatasetPart.Dev),
            Test = Part(DatasetPart.Test),
            Shift = Part(DatasetPart.Shift),
            Labels = Labels,
            Seed = Seed,
            Notes = Notes,
        };
        return new RunData(split, Leakage, ReadingNotes) { NearDuplicates = NearDuplicates, Columns = Columns, LabelSeparator = LabelSeparator };

        IReadOnlyList<Example> Part(DatasetPart part) =>
            [.. (Parts.GetValueOrDefault(part) ?? throw Broken($"The split has no part {part.Name()}.")).Select(Find)];

        Example Find(string id) => byId.GetValueOrDefault(id) ?? throw Broken($"Example `{id}` of the split is not in the examples.");

        InputException Broken(string message) => new(new InputError(message) { File = file });
    }
}
