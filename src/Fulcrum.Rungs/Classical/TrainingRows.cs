using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Classical;

/// <summary>Texts to learn from with their labels, and what n-grams they hold.</summary>
internal sealed class TrainingRows
{
    private readonly Dictionary<NgramKind, NgramBlock> _blocks = [];

    private TrainingRows(FitContext context, IReadOnlyList<Example> examples)
    {
        Texts = [.. examples.Select(e => e.Text)];
        Targets = LabelTargets.Of(context.Kind, [.. examples.Select(context.TruthOf)], context.Labels.Count);
    }

    public string[] Texts { get; }

    /// <summary>The labels of the rows.</summary>
    public LabelTargets Targets { get; }

    public int Count => Texts.Length;

    /// <summary>At most <paramref name="most"/> rows of train, spread evenly, and the first of each label; all where there are no more.</summary>
    public static TrainingRows Spread(FitContext context, int most)
    {
        var examples = context.Train;
        if (examples.Count <= most) return new TrainingRows(context, examples);
        var seen = new HashSet<string>();
        var firsts = examples.Index().Where(e => HasNewLabel(e.Item)).Select(e => e.Index).Take(most);
        var kept = firsts.ToHashSet();
        var spread = most - kept.Count;
        for (var i = 0; i < spread; i++) kept.Add((int)((long)i * examples.Count / spread));
        for (var i = 0; kept.Count < most; i++) kept.Add(i);
        return new TrainingRows(context, [.. kept.Order().Select(i => examples[i])]);

        bool HasNewLabel(Example example)
        {
            var before = seen.Count;
            seen.UnionWith(example.Labels);
            return seen.Count > before;
        }
    }

    /// <summary>The n-grams of one kind, found once.</summary>
    public NgramBlock Block(NgramKind kind, CancellationToken cancellationToken)
    {
        if (!_blocks.TryGetValue(kind, out var block)) _blocks.Add(kind, block = NgramBlock.Fit(kind, Texts, cancellationToken));
        return block;
    }
}
