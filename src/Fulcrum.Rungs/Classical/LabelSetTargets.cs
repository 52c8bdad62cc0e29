namespace Fulcrum.Rungs.Classical;

/// <summary>Any number of labels per row: each label is learned against the rows that have it not (one-vs-rest).</summary>
internal sealed class LabelSetTargets : LabelTargets
{
    private readonly int[][] _truths;

    /// <summary>Targets of rows.</summary>
    /// <param name="truths">Per row the positions of its labels.</param>
    /// <param name="labels">The number of the task's labels.</param>
    public LabelSetTargets(IReadOnlyList<IReadOnlyList<int>> truths, int labels)
    {
        var counts = new int[labels];
        foreach (var label in truths.SelectMany(truth => truth)) counts[label]++;
        int[] learned = [.. counts.Index().Where(label => label.Item > 0 && label.Item < truths.Count).Select(label => label.Index)];
        Link = new SigmoidLink(labels, learned, [.. counts.Index().Where(label => label.Item == truths.Count).Select(label => label.Index)]);
        _truths = [.. truths.Select(truth => truth.Select(label => Array.BinarySearch(learned, label)).Where(score => score >= 0).Order().ToArray())];
    }

    /// <inheritdoc/>
    public override ScoreLink Link { get; }

    /// <inheritdoc/>
    public override int Rows => _truths.Length;

    /// <inheritdoc/>
    public override LogisticLoss Loss(int width) => new SigmoidLoss(_truths, Link.Scores, width);

    /// <inheritdoc/>
    public override bool? Side(int row, int score) => Array.BinarySearch(_truths[row], score) >= 0;
}
