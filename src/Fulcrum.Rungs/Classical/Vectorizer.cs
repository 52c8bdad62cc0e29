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

    private readonly float[][] _inverseDocumentFrequencies;

    public Vectorizer(TermWeighting weighting, IReadOnlyList<NgramBlock> blocks)
    {
        Weighting = weighting;
        Blocks = blocks;
        _inverseDocumentFrequencies = [.. blocks.Select(b => b.InverseDocumentFrequencies())];
        Columns = blocks.Sum(b => b.Count) + 1;
    }

    public TermWeighting Weighting { get; }

    public IReadOnlyList<NgramBlock> Blocks { get; }

    /// <summary>Features, the intercept included.</summary>
    public int Columns { get; }

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
        FeatureRow[] rows = [.. Enumerable.Range(0, Math.Min(RowsAtOnce, texts.Count)).Select(_ => new FeatureRow())];
        for (var first = 0; first < texts.Count; first += rows.Length)
        {
            var count = Math.Min(rows.Length, texts.Count - first);
            Parallel.For(0, count, new() { CancellationToken = cancellationToken }, row => Transform(texts[first + row], rows[row]));
            for (var row = 0; row < count; row++) rowStarts[first + row + 1] = checked(rowStarts[first + row] + rows[row].Count);
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
                rows[row].Indices.CopyTo(indices.AsSpan(rowStarts[first + row]));
                rows[row].Values.CopyTo(values.AsSpan(rowStarts[first + row]));
            }
        }

        return new SparseMatrix(Columns, rowStarts, indices, values);
    }

    /// <summary>The features of one text: the columns that are not zero, ascending, and their values.</summary>
    public (int[] Indices, float[] Values) Transform(string text)
    {
        var row = new FeatureRow();
        Transform(text, row);
        return (row.Indices.ToArray(), row.Values.ToArray());
    }

    /// <summary>The same, written over what is in <paramref name="row"/>.</summary>
    public void Transform(string text, FeatureRow row)
    {
        row.Clear();
        var offset = 0;
        for (var block = 0; block < Blocks.Count; block++)
        {
            AddBlock(row.Find(Blocks[block], text), block, offset, row);
            offset += Blocks[block].Count;
        }

        row.Add(offset, 1);
    }

    private void AddBlock(ReadOnlySpan<int> terms, int block, int offset, FeatureRow row)
    {
        var first = row.Count;
        while (!terms.IsEmpty)
        {
            var count = 1;
            while (count < terms.Length && terms[count] == terms[0]) count++;
            row.Add(offset + terms[0], Weighting == TermWeighting.Counts ? count : (1 + MathF.Log(count)) * _inverseDocumentFrequencies[block][terms[0]]);
            terms = terms[count..];
        }

        if (Weighting == TermWeighting.TfIdf) row.Normalize(first);
    }
}
