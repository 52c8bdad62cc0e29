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
    public int Columns => Blocks.Sum(b => b.Terms.Count) + 1;

    /// <summary>Learns terms and frequencies from <paramref name="texts"/>, one block per kind.</summary>
    public static Vectorizer Fit(
        TermWeighting weighting, IReadOnlyList<NgramKind> kinds, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        new(weighting, [.. kinds.Select(kind => NgramBlock.Fit(kind, texts, cancellationToken))]);

    /// <summary>The rows of <paramref name="texts"/>, columns ascending in each.</summary>
    public SparseMatrix Transform(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var rowStarts = new int[texts.Count + 1];
        List<int> indices = [];
        List<float> values = [];
        List<int> found = [];
        for (var row = 0; row < texts.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var offset = 0;
            for (var block = 0; block < Blocks.Count; block++)
            {
                found.Clear();
                Blocks[block].Find(texts[row], found);
                AppendBlock(found, block, offset, indices, values);
                offset += Blocks[block].Terms.Count;
            }

            indices.Add(offset);
            values.Add(1);
            rowStarts[row + 1] = indices.Count;
        }

        return new SparseMatrix(Columns, rowStarts, [.. indices], [.. values]);
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

        if (Weighting == TermWeighting.TfIdf) Normalise(CollectionsMarshal.AsSpan(values)[first..]);
    }

    private static void Normalise(Span<float> values)
    {
        double squares = 0;
        foreach (var value in values) squares += (double)value * value;
        var scale = (float)(1 / Math.Sqrt(squares));
        foreach (ref var value in values) value *= scale;
    }
}
