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
        Parts = DatasetPartName.OfData.ToDictionary(
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
    /// <param name="examples">The data.</param>
    /// <param name="perturbed">Changed copies of test rows.</param>
    /// <param name="file">The split's file, for errors.</param>
    /// <exception cref="InputException">Parts and examples do not belong together.</exception>
    public RunData ToData(IEnumerable<Example> examples, IReadOnlyList<Example> perturbed, string file)
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
            Perturbed = [.. perturbed.Select(copy => copy with { Labels = pool.Share(copy.Labels) })],
        };
        var test = split.Test.ToDictionary(example => example.Id);
        var copies = new HashSet<string>();
        foreach (var copy in perturbed)
        {
            if (!copies.Add(copy.Id)) throw Broken($"The perturbed texts hold `{copy.Id}` twice.");
            if (copy.Copy is not { } made || !test.TryGetValue(made.Of, out var original) || original.Labels != copy.Labels)
                throw Broken($"The perturbed text `{copy.Id}` is no copy of a test row.");
        }

        return new RunData(split, Leakage, ReadingNotes) { NearDuplicates = NearDuplicates, Columns = Columns, LabelSeparator = LabelSeparator };

        IReadOnlyList<Example> Part(DatasetPart part) =>
            [.. (Parts.GetValueOrDefault(part) ?? throw Broken($"The split has no part {part.Name()}.")).Select(Find)];

        Example Find(string id) => byId.GetValueOrDefault(id) ?? throw Broken($"Example `{id}` of the split is not in the examples.");

        InputException Broken(string message) => new(new InputError(message) { File = file });
    }
}
