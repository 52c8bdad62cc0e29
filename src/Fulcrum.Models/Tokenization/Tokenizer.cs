using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization.Decoders;
using Fulcrum.Models.Tokenization.PostProcessors;
using Fulcrum.Models.Tokenization.Serialization;
using Fulcrum.Models.Tokenization.SubwordModels;

namespace Fulcrum.Models.Tokenization;

/// <summary>
/// Text to token ids and back, equal to Hugging Face <c>tokenizers</c> for the same <c>tokenizer.json</c>: byte-level and SentencePiece
/// byte-pair encoding, Unigram and WordPiece. Only <see cref="EncodeBatch"/> truncates and pads. Safe to use from several threads.
/// </summary>
public sealed class Tokenizer
{
    private readonly byte[] _definition;
    private readonly string? _file;
    private readonly IReadOnlyList<IPieceStage> _stages;
    private readonly IReadOnlyList<IPieceStage> _ordinaryStages;
    private readonly WordCache _model;
    private readonly OrdinaryText _ordinaryModel;
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<string, AddedToken> _addedByContent;
    private readonly Dictionary<int, AddedToken> _addedById;
    private readonly PostProcessor _postProcessor;
    private readonly IReadOnlyList<IDecoder> _decoders;
    private readonly ConcurrentBag<PieceList> _buffers = [];

    internal Tokenizer(byte[] definition, TokenizerParts parts)
    {
        _definition = definition;
        _file = parts.File;
        _stages = parts.Stages(recognizeSpecialTokens: true);
        _ordinaryStages = parts.Stages(recognizeSpecialTokens: false);
        _model = new WordCache(parts.Model);
        _ordinaryModel = new OrdinaryText(_model, IsMarkup);
        _vocabulary = parts.Vocabulary;
        _addedByContent = parts.AddedTokens.ToDictionary(token => token.Content, StringComparer.Ordinal);
        _addedById = parts.AddedTokens.ToDictionary(token => token.Id);
        _postProcessor = parts.PostProcessor;
        _decoders = parts.Decoders;
        SpecialTokens = parts.SpecialTokens;
        SpecialTokensMap = parts.SpecialTokensMap;
        BatchOptions = parts.BatchOptions;
        VocabularySize = parts.Vocabulary.Count + parts.AddedTokens.Count(token => parts.Vocabulary.Token(token.Id) is null);
        IdLimit = Math.Max(parts.Vocabulary.IdLimit, parts.AddedTokens.Select(token => token.Id + 1).DefaultIfEmpty().Max());
    }

    /// <summary>Number of tokens, added ones included.</summary>
    public int VocabularySize { get; }

    /// <summary>The highest token id plus one: how many rows an embedding needs at least.</summary>
    public int IdLimit { get; }

    /// <summary>The tokens with a role: from <c>tokenizer_config.json</c> where there is one, otherwise by their usual names.</summary>
    public SpecialTokens SpecialTokens { get; }

    /// <summary>
    /// The texts of the tokens with a role, as transformers has them under the same name and gives them to chat templates: by the
    /// keys of <c>tokenizer_config.json</c>, e.g. <c>bos_token</c>. What the tokenizer lacks is not among them.
    /// </summary>
    public IReadOnlyDictionary<string, string> SpecialTokensMap { get; }

    /// <summary>The content of <c>tokenizer.json</c>, as it was read.</summary>
    internal ReadOnlyMemory<byte> Definition => _definition;

    /// <summary>How <c>tokenizer.json</c> asks for batches to be truncated and padded; special tokens are added.</summary>
    public EncodeOptions BatchOptions { get; }

    /// <summary>
    /// Reads a <c>tokenizer.json</c> and, for the special tokens, the <c>tokenizer_config.json</c> beside it.
    /// </summary>
    /// <param name="path">The file, or the folder that holds <c>tokenizer.json</c>.</param>
    /// <exception cref="InputException">The file is missing or damaged, or needs a component that is not supported.</exception>
    public static Tokenizer Load(string path) => TokenizerReader.ReadFile(path);

    /// <summary>Reads the content of a <c>tokenizer.json</c>.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static Tokenizer Parse(ReadOnlySpan<byte> json) => TokenizerReader.Read(json.ToArray());

    /// <summary>Writes the <c>tokenizer.json</c>: byte for byte as it was read, or what stands for the tokenizer inside of a GGUF.</summary>
    public void Save(string path) => AtomicFile.WriteBytes(path, _definition);

    /// <summary>The token ids of a text.</summary>
    /// <exception cref="InputException">A pattern or replacement of the tokenizer does not come to an end with the text.</exception>
    /// <param name="text">The text; unpaired surrogates count as U+FFFD.</param>
    /// <param name="addSpecialTokens">Whether the post-processor adds its special tokens, e.g. <c>&lt;s&gt;</c>.</param>
    /// <param name="recognizeSpecialTokens">
    /// Whether added tokens that are spelled out in the text become those tokens. False for text from others: a
    /// <c>&lt;|im_end|&gt;</c> or <c>&lt;think&gt;</c> in a mail stays ordinary text, and no id of <see cref="IsMarkup"/> comes out
    /// of it. (Hugging Face's <c>encode_special_tokens</c>, which lets those through that are not special, and those that the
    /// vocabulary itself spells.)
    /// </param>
    public int[] Encode(ReadOnlySpan<char> text, bool addSpecialTokens = false, bool recognizeSpecialTokens = true)
    {
        var ids = new List<int>();
        Encode(text, ids, addSpecialTokens, recognizeSpecialTokens);
        return [.. ids];
    }

    /// <summary>Like <see cref="Encode(ReadOnlySpan{char}, bool, bool)"/>, into a list that the caller reuses; clears it first.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids, bool addSpecialTokens = false, bool recognizeSpecialTokens = true)
    {
        ids.Clear();
        var pieces = Cut(text, recognizeSpecialTokens);
        ISubwordModel model = recognizeSpecialTokens ? _model : _ordinaryModel;
        foreach (ref readonly var piece in CollectionsMarshal.AsSpan(pieces.Pieces))
        {
            if (piece.IsAddedToken)
            {
                ids.Add(piece.AddedTokenId);
                continue;
            }

            pieces.Tokens.Clear();
            model.Tokenize(piece.Span, pieces.Tokens);
            foreach (ref readonly var token in CollectionsMarshal.AsSpan(pieces.Tokens)) ids.Add(token.Id);
        }

        Return(pieces);
        if (addSpecialTokens) _postProcessor.AddSpecialTokens(ids);
    }

    /// <summary>The tokens of a text or a pair of texts with their offsets.</summary>
    /// <param name="text">The text; unpaired surrogates count as U+FFFD.</param>
    /// <param name="second">The second text of a pair.</param>
    /// <param name="addSpecialTokens">Whether the post-processor adds its special tokens.</param>
    /// <param name="recognizeSpecialTokens">Whether special tokens that are spelled out in the text become those tokens.</param>
    public EncodedText EncodeWithOffsets(string text, string? second = null, bool addSpecialTokens = false, bool recognizeSpecialTokens = true) =>
        _postProcessor.Process(
            EncodeOne(text, recognizeSpecialTokens),
            second is null ? null : EncodeOne(second, recognizeSpecialTokens),
            addSpecialTokens);

    /// <summary>The tokens of several texts, truncated and padded.</summary>
    /// <param name="texts">The texts; unpaired surrogates count as U+FFFD.</param>
    /// <param name="seconds">The second text of each pair.</param>
    /// <param name="options">How; by default <see cref="BatchOptions"/>.</param>
    /// <exception cref="InputException">A text cannot be cut as the truncation asks.</exception>
    public IReadOnlyList<EncodedText> EncodeBatch(IReadOnlyList<string> texts, IReadOnlyList<string>? seconds = null, EncodeOptions? options = null)
    {
        if (seconds is not null) ArgumentOutOfRangeException.ThrowIfNotEqual(seconds.Count, texts.Count);
        options ??= BatchOptions;
        return new BatchEncoder(text => EncodeOne(text, options.RecognizeSpecialTokens), _postProcessor, options).Encode(texts, seconds);
    }

    /// <summary>The text of token ids. Bytes that are no UTF-8 become U+FFFD; ids that the vocabulary lacks are left out.</summary>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = false) =>
        Join(ids.Select(id => DecodableToken(id, skipSpecialTokens)).OfType<string>());

    /// <summary>A decoder for tokens that arrive one by one.</summary>
    public StreamingDecoder StreamDecode(bool skipSpecialTokens = false) => new(this, skipSpecialTokens);

    /// <summary>The id of a token as the vocabulary spells it, or null.</summary>
    public int? TokenToId(string token) => _addedByContent.TryGetValue(token, out var added) ? added.Id : _vocabulary.Find(token);

    /// <summary>The token as the vocabulary spells it, or null.</summary>
    public string? IdToToken(int id) => _addedById.TryGetValue(id, out var added) ? added.Content : _vocabulary.Token(id);

    /// <summary>Whether the token is markup such as <c>&lt;|im_end|&gt;</c>, which decoding may leave out.</summary>
    public bool IsSpecial(int id) => _addedById.TryGetValue(id, out var added) && added.IsSpecial;

    /// <summary>Whether the token is one that a text from others may not hold: an added one, special or not, but those of white space alone.</summary>
    public bool IsMarkup(int id) => _addedById.TryGetValue(id, out var added) && added.IsMarkup;

    /// <summary>Puts the post-processor's special tokens around the tokens of a text.</summary>
    internal void AddSpecialTokens(List<int> ids) => _postProcessor.AddSpecialTokens(ids);

    internal string? DecodableToken(int id, bool skipSpecialTokens)
    {
        if (!_addedById.TryGetValue(id, out var added)) return _vocabulary.Token(id);
        return skipSpecialTokens && added.IsSpecial ? null : added.Pattern;
    }

    /// <summary>The bytes that a token adds inside of a text; none for added tokens, which are markup, and for ids that the vocabulary lacks.</summary>
    internal byte[] TokenBytes(int id)
    {
        if (_addedById.ContainsKey(id) || _vocabulary.Token(id) is not { } token) return [];
        if (_decoders.Any(decoder => decoder is ByteLevelDecoder)) return ByteAlphabet.ToBytes(token);
        if (_decoders.Any(decoder => decoder is ByteFallbackDecoder) && ByteFallbackDecoder.ByteOf(token) is { } value) return [value];
        // What stands before it keeps it from being trimmed as the first.
        const string before = "a";
        return Encoding.UTF8.GetBytes(Join([before, token])[before.Length..]);
    }

    internal string Join(IEnumerable<string> tokens)
    {
        try
        {
            return _decoders.Count == 0
                ? string.Join(' ', tokens)
                : string.Concat(_decoders.Aggregate(tokens, (rest, decoder) => decoder.Decode(rest)));
        }
        catch (TokenizerFault fault)
        {
            throw fault.ToInputException(_file);
        }
    }

    private EncodedText EncodeOne(string text, bool recognizeSpecialTokens)
    {
        var pieces = Cut(text, recognizeSpecialTokens);
        ISubwordModel model = recognizeSpecialTokens ? _model : _ordinaryModel;
        var codePoints = new CodePointOffsets(text);
        var (ids, tokens, offsets) = (new List<int>(), new List<string>(), new List<TextRange>());
        foreach (var piece in pieces.Pieces)
        {
            pieces.Tokens.Clear();
            if (piece.IsAddedToken) pieces.Tokens.Add(new(piece.AddedTokenId, 0, piece.Length));
            else model.Tokenize(piece.Span, pieces.Tokens);
            foreach (var token in pieces.Tokens)
            {
                ids.Add(token.Id);
                tokens.Add(piece.IsAddedToken || IsUnknownText(token) ? piece.Span[token.Start..token.End].ToString() : IdToToken(token.Id)!);
                offsets.Add(codePoints.Convert(piece.Origin(token.Range)));
            }
        }

        Return(pieces);
        return new(ids, tokens, offsets, [], [], []);
    }

    // Unigram alone keeps the text of an unknown token.
    private bool IsUnknownText(Token token) => _model.Model is Unigram && token.Id == _model.UnknownId;

    private PieceList Cut(ReadOnlySpan<char> text, bool recognizeSpecialTokens)
    {
        if (!_buffers.TryTake(out var pieces)) pieces = new();
        pieces.Start(text);
        try
        {
            foreach (var stage in recognizeSpecialTokens ? _stages : _ordinaryStages) pieces.Run(stage);
        }
        catch (TokenizerFault fault)
        {
            throw fault.ToInputException(_file);
        }

        return pieces;
    }

    private void Return(PieceList pieces)
    {
        if (pieces.IsWorthKeeping) _buffers.Add(pieces);
    }
}
