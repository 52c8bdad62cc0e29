using Fulcrum.Data.Splitting;

namespace Fulcrum.Data.Perturbations;

/// <summary>Makes changed copies of test rows: what stands for shifted data where the data has none.</summary>
public static class Perturber
{
    /// <summary>Test rows that are copied, at most.</summary>
    public const int Rows = 100;

    /// <summary>Longer texts, in code units, are not copied: seven copies of a hundred of them would be more than most data sets.</summary>
    public const int LongestText = 100_000;

    /// <summary>What the copies of a row are changed by: <see cref="IPerturbation.Name"/> in the order of reports.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Perturbations([]).Select(perturbation => perturbation.Name)];

    /// <summary>
    /// The split with copies of test rows, drawn by its seed, in <see cref="DataSplit.Perturbed"/>. They come in rounds, each with one copy
    /// of every row, so that the first of them, where there is no time for all, are of many rows and of all perturbations alike.
    /// A row has no copy by what leaves its text as it is.
    /// </summary>
    public static DataSplit Perturb(DataSplit split)
    {
        var order = new HashOrder(split.Seed);
        Example?[][] rows =
        [
            .. order.Keep([.. split.Test.Where(row => row.Text.Length <= LongestText)], Rows)
                .OrderBy(row => order.Key(row.Id), StringComparer.Ordinal)
                .Select(row => Copies(row, split)),
        ];
        var copies = Enumerable.Range(0, Names.Count)
            .SelectMany(round => rows.Select((row, place) => row[(place + round) % Names.Count]))
            .OfType<Example>()
            .ToArray();
        if (copies.Length == 0) return split;
        var copied = copies.Select(copy => copy.Copy!.Of).Distinct().Count();
        return split with
        {
            Perturbed = copies,
            Notes =
            [
                .. split.Notes,
                $"There is no shifted part: {Count.Of(copied, "test row")} {(copied == 1 ? "is" : "are")} asked about in perturbed copies too ({string.Join(", ", Names)}).",
            ],
        };
    }

    private static Example?[] Copies(Example row, DataSplit split) =>
    [
        .. Perturbations([.. split.Labels.Where(label => !row.Labels.Contains(label))]).Select(perturbation =>
        {
            var text = perturbation.Apply(row.Text, RandomOf(split.Seed, row.Id, perturbation.Name));
            return text == row.Text ? null : row with
            {
                Id = $"{row.Id}~{perturbation.Name}", Text = text, Metadata = new Dictionary<string, string>(), Copy = new PerturbedCopy(perturbation.Name, row.Id),
            };
        }),
    ];

    /// <summary>Depends on nothing but these, so that another row or another perturbation changes no copy.</summary>
    private static Random RandomOf(int seed, string id, string perturbation) =>
        new((int)TextHash.Of(FormattableString.Invariant($"{seed}|{perturbation}|{id}")));

    private static IPerturbation[] Perturbations(IReadOnlyList<string> wrongLabels) =>
        [new Typos(), new Homoglyphs(), new LetterCase(), new Whitespace(), new UrlPaths(), new Numbers(), new PromptInjection(wrongLabels)];
}
