namespace Fulcrum.Models.Tokenization;

/// <summary>The pieces of one text while stages run over them. Buffers are reused from call to call, so that a token costs no allocation.</summary>
internal sealed class PieceList
{
    private const int LargestKeptBuffer = 1 << 23;
    private readonly List<AlignedText> _texts = [];
    private List<Piece> _pieces = [];
    private List<Piece> _next = [];
    private int _usedTexts;
    private int _limit;
    private AlignedText? _target;

    public List<Piece> Pieces => _pieces;

    /// <summary>Scratch for the ranges found by a pattern.</summary>
    public List<TextRange> Matches { get; } = [];

    /// <summary>Scratch for the tokens of one piece.</summary>
    public List<Token> Tokens { get; } = [];

    /// <summary>Where the running stage writes the text that it makes.</summary>
    public AlignedText Target => _target ??= NewText();

    /// <summary>True if the buffers are small enough to keep for the next text.</summary>
    public bool IsWorthKeeping =>
        _pieces.Capacity + _next.Capacity + Matches.Capacity + _texts.Sum(text => text.Capacity) < LargestKeptBuffer;

    public void Start(ReadOnlySpan<char> input)
    {
        _usedTexts = 0;
        _limit = TokenizerLimits.Written(input.Length);
        _pieces.Clear();
        var text = NewText();
        text.SetInput(input);
        if (text.Length > 0) _pieces.Add(new Piece(text, 0, text.Length));
    }

    public void Run(IPieceStage stage)
    {
        _next.Clear();
        _target = null;
        foreach (var piece in _pieces)
        {
            if (piece.IsAddedToken) _next.Add(piece);
            else stage.Apply(piece, this);
        }

        (_pieces, _next) = (_next, _pieces);
    }

    /// <summary>Passes a piece on to the next stage; empty ones disappear.</summary>
    public void Add(in Piece piece)
    {
        if (piece.Length > 0) _next.Add(piece);
    }

    private AlignedText NewText()
    {
        if (_usedTexts == _texts.Count) _texts.Add(new AlignedText());
        var text = _texts[_usedTexts++];
        text.Clear();
        text.Limit = _limit;
        return text;
    }
}
