namespace Fulcrum.Rungs.Classical;

/// <summary>
/// What the scores of a text stand for: the inverse link function of a linear model, from scores to a probability per label of the task.
/// </summary>
/// <param name="labels">The number of the task's labels.</param>
/// <param name="learned">Positions of the labels that training rows tell apart, ascending.</param>
internal abstract class ScoreLink(int labels, int[] learned)
{
    /// <summary>The number of the task's labels.</summary>
    public int Labels { get; } = labels;

    /// <summary>Positions of the labels that training rows tell apart, ascending; the others have a constant probability.</summary>
    public int[] Learned { get; } = learned;

    /// <summary>Scores per text.</summary>
    public abstract int Scores { get; }

    /// <summary>What is added to the mark of a file that holds such a model, so that a reader that does not know the link refuses the file.</summary>
    protected abstract string MarkSuffix { get; }

    /// <summary>Probability per label.</summary>
    /// <param name="scores">As many as there are <see cref="Scores"/>.</param>
    public abstract double[] Probabilities(ReadOnlySpan<double> scores);

    /// <summary>The mark of a file that holds such a model.</summary>
    /// <param name="format">The mark of the file's format.</param>
    public string Mark(string format) => format + MarkSuffix;

    /// <summary>Writes everything but the number of labels.</summary>
    public virtual void Write(BinaryWriter writer) => WritePositions(writer, Learned);

    /// <summary>What reads the link of a file, by the file's mark; its arguments are where the link stands, and the number of the task's labels.</summary>
    /// <exception cref="InvalidDataException">The mark is of another format, or of a link that is not known.</exception>
    public static Func<BinaryReader, int, ScoreLink> Reader(string mark, string format) => mark switch
    {
        _ when mark == format => (reader, labels) => new SoftmaxLink(labels, ReadPositions(reader, labels)),
        _ when mark == format + SigmoidLink.Suffix => (reader, labels) => new SigmoidLink(labels, ReadPositions(reader, labels), ReadPositions(reader, labels)),
        _ => throw new InvalidDataException($"it is not of the format {format}."),
    };

    /// <summary>Positions of labels with their number before them.</summary>
    protected static void WritePositions(BinaryWriter writer, int[] positions)
    {
        writer.Write7BitEncodedInt(positions.Length);
        foreach (var position in positions) writer.Write7BitEncodedInt(position);
    }

    private static int[] ReadPositions(BinaryReader reader, int labels)
    {
        var count = reader.Read7BitEncodedInt();
        if (count < 0 || count > labels) throw new InvalidDataException($"it has {count} of {labels} labels.");
        var positions = new int[count];
        foreach (ref var position in positions.AsSpan()) position = reader.Read7BitEncodedInt();
        if (positions.Any(position => position < 0 || position >= labels)) throw new InvalidDataException($"it has labels beyond the {labels} of the task.");
        return positions;
    }
}
