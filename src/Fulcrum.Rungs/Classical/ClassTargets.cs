namespace Fulcrum.Rungs.Classical;

/// <summary>One label per row.</summary>
internal sealed class ClassTargets : LabelTargets
{
    private readonly int[] _classes;

    /// <summary>Targets of rows.</summary>
    /// <param name="targets">The label's position per row.</param>
    /// <param name="labels">The number of the task's labels.</param>
    public ClassTargets(int[] targets, int labels)
    {
        int[] learned = [.. targets.Distinct().Order()];
        Link = new SoftmaxLink(labels, learned);
        _classes = [.. targets.Select(target => Array.BinarySearch(learned, target))];
    }

    /// <inheritdoc/>
    public override ScoreLink Link { get; }

    /// <inheritdoc/>
    public override int Rows => _classes.Length;

    /// <inheritdoc/>
    public override LogisticLoss Loss(int width) => Link.Scores > 1
        ? new SoftmaxLoss(_classes, Link.Scores, width)
        : new SigmoidLoss([.. _classes.Select(target => target == 1 ? [0] : Array.Empty<int>())], Link.Scores, width);

    /// <inheritdoc/>
    public override bool? Side(int row, int score) => Link.Scores > 1 ? _classes[row] == score ? true : null : _classes[row] == 1;
}
