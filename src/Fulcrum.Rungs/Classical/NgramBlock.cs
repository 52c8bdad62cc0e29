using System.Runtime.InteropServices;

namespace Fulcrum.Rungs.Classical;

/// <summary>The n-grams of one kind that the training texts hold, with the number of texts that hold each.</summary>
internal sealed class NgramBlock
{
    private readonly Dictionary<string, int> ids;
    private readonly List<string> terms;
    private readonly List<int> documentFrequencies;

    /// <summary>Restores a block; ids are the positions in <paramref name="terms"/>.</summary>
    public NgramBlock(NgramKind kind, int documents, List<string> terms, List<int> documentFrequencies)
    {
        Kind = kind;
        Documents = documents;
        this.terms = terms;
        this.documentFrequencies = documentFrequencies;
        ids = new Dictionary<string, int>(terms.Count, StringComparer.Ordinal);
        for (var id = 0; id < terms.Count; id++) ids.Add(terms[id], id);
    }

    public NgramKind Kind { get; }

    /// <summary>Texts learned from.</summary>
    public int Documents { get; private set; }

    /// <summary>Terms in the order of their ids.</summary>
    public IReadOnlyList<string> Terms => terms;

    /// <summary>Per term the number of training texts that hold it.</summary>
    public IReadOnlyList<int> DocumentFrequencies => documentFrequencies;

    /// <summary>Learns the terms of <paramref name="texts"/>.</summary>
    public static NgramBlock Fit(NgramKind kind, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var block = new NgramBlock(kind, 0, [], []);
        var counter = new Counter(block);
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Documents++;
            Ngrams.Visit(kind, text, counter);
        }

        block.ids.TrimExcess();
        return block;
    }

    /// <summary>The ids of the known terms of <paramref name="text"/>, as often as they occur; unknown terms are dropped.</summary>
    public void Find(string text, List<int> found) => Ngrams.Visit(Kind, text, new Finder(ids.GetAlternateLookup<ReadOnlySpan<char>>(), found));

    /// <summary><c>ln((1+n)/(1+df)) + 1</c>.</summary>
    public float[] InverseDocumentFrequencies() =>
        [.. documentFrequencies.Select(df => (float)(Math.Log((1.0 + Documents) / (1.0 + df)) + 1))];

    private readonly struct Finder(Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids, List<int> found) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term)
        {
            if (ids.TryGetValue(term, out var id)) found.Add(id);
        }
    }

    private readonly struct Counter(NgramBlock block) : ITermSink
    {
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids =
            block.ids.GetAlternateLookup<ReadOnlySpan<char>>();

        private readonly List<int> lastDocument = [];

        public void Add(ReadOnlySpan<char> term)
        {
            ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, term, out var isKnown);
            if (!isKnown)
            {
                id = block.terms.Count;
                block.terms.Add(term.ToString());
                block.documentFrequencies.Add(0);
                lastDocument.Add(0);
            }

            if (lastDocument[id] == block.Documents) return;
            lastDocument[id] = block.Documents;
            block.documentFrequencies[id]++;
        }
    }
}
