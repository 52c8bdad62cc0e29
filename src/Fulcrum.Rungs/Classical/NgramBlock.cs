namespace Fulcrum.Rungs.Classical;

/// <summary>The n-grams of one kind that the training texts hold, with the number of texts that hold each.</summary>
internal sealed class NgramBlock
{
    private readonly TermTable _terms;
    private readonly List<int> _documentFrequencies;

    private NgramBlock(NgramKind kind, int documents, TermTable terms, List<int> documentFrequencies)
    {
        Kind = kind;
        Documents = documents;
        _terms = terms;
        _documentFrequencies = documentFrequencies;
    }

    public NgramKind Kind { get; }

    /// <summary>Texts learned from.</summary>
    public int Documents { get; }

    /// <summary>How many terms there are; their ids are the numbers below.</summary>
    public int Count => _documentFrequencies.Count;

    /// <summary>Per term the number of training texts that hold it.</summary>
    public IReadOnlyList<int> DocumentFrequencies => _documentFrequencies;

    /// <summary>The term of an id.</summary>
    public string Term(int id) => _terms[id].ToString();

    /// <summary>Restores a block; ids are the positions in <paramref name="terms"/>.</summary>
    public static NgramBlock Restore(NgramKind kind, int documents, IEnumerable<(string Term, int DocumentFrequency)> terms)
    {
        var table = new TermTable();
        List<int> documentFrequencies = [];
        foreach (var (term, documentFrequency) in terms)
        {
            table.FindOrAdd(term);
            documentFrequencies.Add(documentFrequency);
        }

        if (table.Count < documentFrequencies.Count) throw new InvalidDataException("a term is duplicated.");
        return new NgramBlock(kind, documents, table, documentFrequencies);
    }

    /// <summary>Learns the terms of <paramref name="texts"/>.</summary>
    public static NgramBlock Fit(NgramKind kind, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var counter = new Counter();
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            counter.Documents++;
            Ngrams.Visit(kind, text, counter);
        }

        return new NgramBlock(kind, texts.Count, counter.Terms, counter.DocumentFrequencies);
    }

    /// <summary>The ids of the known terms of <paramref name="text"/>, as often as they occur; unknown terms are dropped.</summary>
    public void Find(string text, List<int> found) => Ngrams.Visit(Kind, text, new Finder(_terms, found));

    /// <summary><c>ln((1+n)/(1+df)) + 1</c>.</summary>
    public float[] InverseDocumentFrequencies() =>
        [.. _documentFrequencies.Select(df => (float)(Math.Log((1.0 + Documents) / (1.0 + df)) + 1))];

    private readonly struct Finder(TermTable terms, List<int> found) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term)
        {
            if (terms.Find(term) is >= 0 and var id) found.Add(id);
        }
    }

    private sealed class Counter : ITermSink
    {
        private readonly List<int> _lastDocument = [];

        public TermTable Terms { get; } = new();

        public List<int> DocumentFrequencies { get; } = [];

        public int Documents { get; set; }

        public void Add(ReadOnlySpan<char> term)
        {
            var id = Terms.FindOrAdd(term);
            if (id == _lastDocument.Count)
            {
                DocumentFrequencies.Add(0);
                _lastDocument.Add(0);
            }

            if (_lastDocument[id] == Documents) return;
            _lastDocument[id] = Documents;
            DocumentFrequencies[id]++;
        }
    }
}
