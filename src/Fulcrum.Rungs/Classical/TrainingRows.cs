using Fulcrum.Data;

namespace Fulcrum.Rungs.Classical;

/// <summary>Texts to learn from with the positions of their labels, and what n-grams they hold.</summary>
internal sealed class TrainingRows
{
    private readonly Dictionary<NgramKind, NgramBlock> _blocks = [];

    private TrainingRows(IReadOnlyList<Example> examples, IReadOnlyList<string> labels)
    {
        Texts = [.. examples.Select(e => e.Text)];
        Targets = Positions(examples, labels);
    }

    public string[] Texts { get; }

    /// <summary>The position of each row's label among the task's.</summary>
    public int[] Targets { get; }

    public int Count => Texts.Length;

    /// <summary>At most <paramref name="most"/> of the examples, spread evenly, and the first of each label; all where there are no more.</summary>
    public static TrainingRows Spread(IReadOnlyList<Example> examples, IReadOnlyList<string> labels, int most)
    {
        if (examples.Count <= most) return new TrainingRows(examples, labels);
        var firsts = examples.Index().DistinctBy(e => e.Item.Labels).Select(e => e.Index).Take(most);
        var kept = firsts.ToHashSet();
        var spread = most - kept.Count;
        for (var i = 0; i < spread; i++) kept.Add((int)((long)i * examples.Count / spread));
        for (var i = 0; kept.Count < most; i++) kept.Add(i);
        return new TrainingRows([.. kept.Order().Select(i => examples[i])], labels);
    }

    /// <summary>The label's position per example.</summary>
    public static int[] Positions(IReadOnlyList<Example> examples, IReadOnlyList<string> labels)
    {
        var positions = labels.Index().ToDictionary(l => l.Item, l => l.Index);
        return [.. examples.Select(e => positions[e.Labels.Only])];
    }

    /// <summary>The n-grams of one kind, found once.</summary>
    public NgramBlock Block(NgramKind kind, CancellationToken cancellationToken)
    {
        if (!_blocks.TryGetValue(kind, out var block)) _blocks.Add(kind, block = NgramBlock.Fit(kind, Texts, cancellationToken));
        return block;
    }
}
