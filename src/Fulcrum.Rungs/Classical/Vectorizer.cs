using System.Runtime.InteropServices;

namespace Fulcrum.Rungs.Classical;

/// <summary>How often a term occurs, turned into a feature.</summary>
internal enum TermWeighting
{
    /// <summary>The count itself.</summary>
    Counts,

    /// <summary><c>(1 + ln(count)) · (ln((1+n)/(1+df)) + 1)</c>, scaled to unit length per block.</summary>
    TfIdf,
}

/// <summary>Texts to sparse rows: the blocks of n-grams side by side, and last a column that is always 1 (the intercept).</summary>
internal sealed class Vectorizer
{
    private const int RowsAtOnce = 1024;
    private const double Spare = 1.1;

    private readonly float[][] inverseDocumentFrequencies;

    public Vectorizer(TermWeighting weighting, IReadOnlyList<NgramBlock> blocks)
    {
        Weighting = weighting;
        Blocks = blocks;
        inverseDocumentFrequencies = [.. blocks.Select(b => b.InverseDocumentFrequencies())];
    }

    public TermWeighting Weighting { get; }

    public IReadOnlyList<NgramBlock> Blocks { get; }

    /// <summary>Features, the intercept included.</summary>
    public int Columns => Blocks.Sum(b => b.Count) + 1;

    /// <summary>Learns terms and frequencies from <paramref name="texts"/>, one block per kind.</summary>
    public static Vectorizer Fit(
        TermWeighting weighting, IReadOnlyList<NgramKind> kinds, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        new(weighting, [.. kinds.Select(kind => NgramBlock.Fit(kind, texts, cancellationToken))]);

    /// <summary>The features of every text, columns ascending in each row.</summary>
    public SparseMatrix Transform(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        // Rows go into the matrix a thousand at a time, which keeps the memory at that of the matrix. How large that will be is told from the rows so far.
        var rowStarts = new int[texts.Count + 1];
        var (indices, values) = (Array.Empty<int>(), Array.Empty<float>());
        var rows = new (int[] Indices, float[] Values)[Math.Min(RowsAtOnce, texts.Count)];
        for (var first = 0; first < texts.Count; first += rows.Length)
        {
            var count = Math.Min(rows.Length, texts.Count - first);
            Parallel.For(0, count, new() { CancellationToken = cancellationToken }, row => rows[row] = Transform(texts[first + row]));
            for (var row = 0; row < count; row++) rowStarts[first + row + 1] = checked(rowStarts[first + row] + rows[row].Indices.Length);
            var used = rowStarts[first + count];
            if (used > indices.Length)
            {
                var left = texts.Count - first - count;
                var size = (int)Math.Min(Array.MaxLength, used + (Spare * used / (first + count) * left));
                Array.Resize(ref indices, size);
                Array.Resize(ref values, size);
            }

            for (var row = 0; row < count; row++)
            {
                rows[row].Indices.CopyTo(indices, rowStarts[first + row]);
                rows[row].Values.CopyTo(values, rowStarts[first + row]);
            }
        }

        return new SparseMatrix(Columns, rowStarts, indices, values);
    }

    /// <summary>The features of one text: the columns that are not zero, ascending, and their values.</summary>
    public (int[] Indices, float[] Values) Transform(string text)
    {
        List<int> indices = [];
        List<float> values = [];
        List<int> found = [];
        var offset = 0;
        for (var block = 0; block < Blocks.Count; block++)
        {
            found.Clear();
            Blocks[block].Find(text, found);
            AppendBlock(found, block, offset, indices, values);
            offset += Blocks[block].Count;
        }

        return ([.. indices, offset], [.. values, 1]);
    }

    private void AppendBlock(List<int> found, int block, int offset, List<int> indices, List<float> values)
    {
        found.Sort();
        var ids = CollectionsMarshal.AsSpan(found);
        var first = values.Count;
        while (!ids.IsEmpty)
        {
            var next = ids.IndexOfAnyExcept(ids[0]);
            var count = next < 0 ? ids.Length : next;
            indices.Add(offset + ids[0]);
            values.Add(Weighting == TermWeighting.Counts ? count : (1 + MathF.Log(count)) * inverseDocumentFrequencies[block][ids[0]]);
            ids = ids[count..];
        }

        if (Weighting == TermWeighting.TfIdf) Normalize(CollectionsMarshal.AsSpan(values)[first..]);
    }

    private static void Normalize(Span<float> values)
    {
        double squares = 0;
        foreach (var value in values) squares += (double)value * value;
        var scale = (float)(1 / Math.Sqrt(squares));
        foreach (ref var value in values) value *= scale;
    }
}
