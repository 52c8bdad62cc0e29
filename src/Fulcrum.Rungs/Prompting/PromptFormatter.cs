using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.Answers;

namespace Fulcrum.Rungs.Prompting;

/// <summary>
/// Turns a prompt and a text into what a model reads: a conversation through its chat template, or plain text for a model
/// without one. Examples come first, as earlier turns or blocks, so that all texts share them as a prefix.
/// </summary>
internal sealed class PromptFormatter : IPromptFormatter
{
    /// <summary>Room for a few words before or after an answer.</summary>
    private const int Slack = 12;

    /// <summary>More tokens than a text has together with what stands around it than alone.</summary>
    private const int Seams = 16;

    private const string PlainAnswer = "\nAnswer:";
    private const string BetweenBlocks = "\n\n";

    private readonly Tokenizer _tokenizer;
    private readonly ChatTemplate? _template;
    private readonly DateTimeOffset _date;
    private readonly PromptText? _system;
    private readonly PromptText _user;
    private readonly string _labelList;
    private readonly TextLimits _limits;
    private readonly List<ChatMessage> _opening = [];
    private readonly LabelIndex _positions;

    /// <summary>Whether the chat template takes no system message, so that it stands before the first text.</summary>
    private readonly bool _foldsSystem;

    /// <summary>A formatter for one prompt.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">The model's chat template, or null for plain text.</param>
    /// <param name="prompt">The prompt; <see cref="PromptText"/> says what is replaced in it.</param>
    /// <param name="labels">The task's labels, in order.</param>
    /// <param name="date">What chat templates tell as the time: when the run was created.</param>
    /// <param name="limits">How long texts and prompts may be.</param>
    /// <param name="shots">Examples that are shown with their answers.</param>
    /// <param name="kind">What an answer is; <see cref="TaskKind.Classification"/> where this is null.</param>
    public PromptFormatter(
        Tokenizer tokenizer,
        ChatTemplate? template,
        PromptDefinition prompt,
        IReadOnlyList<string> labels,
        DateTimeOffset date,
        TextLimits? limits = null,
        IReadOnlyList<Example>? shots = null,
        TaskKind? kind = null)
    {
        (_tokenizer, _template, _date, _limits) = (tokenizer, template, date, limits ?? new TextLimits());
        if (template is not null && prompt.System is not null && SystemMessage.WhyNotTaken(template, tokenizer, date) is { } reason)
        {
            _foldsSystem = true;
            Notes = [$"The chat template takes no system message ({reason}), so that of the prompt {prompt.Name} is put before its first text."];
        }

        Labels = labels;
        _positions = new LabelIndex(labels);
        Style = AnswerStyle.For(kind ?? TaskKind.Classification, prompt, labels);
        (_system, _user) = (prompt.System is null ? null : PromptText.Parse(prompt.System), PromptText.Parse(prompt.Template));
        _labelList = string.Join(", ", AnswerWords.Of(prompt, labels));
        if (_system is { TextCount: 0 }) _opening.Add(Message("system", _system.Fill(_labelList, "")));
        _opening.AddRange((shots ?? []).SelectMany(Turns));
        Continuations = [.. Style.Choices.Select(Continue)];
        AfterAnswer = tokenizer.EncodeProtected(template is not null && Split(Style.Longest[0]).After is { Length: > 0 } after ? after : BetweenBlocks);
        AnswerTokens = Style.Longest.Max(answer => Continue(answer).Length) + Slack;
        TokensWithoutText = EncodePrompt(Render("", [])).Length;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <inheritdoc/>
    public AnswerStyle Style { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Continuations { get; }

    /// <summary>The tokens with which an answer ends and what stands between it and a next question begins; at least one.</summary>
    public IReadOnlyList<int> AfterAnswer { get; }

    /// <inheritdoc/>
    public int AnswerTokens { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes { get; } = [];

    /// <summary>Tokens of a prompt around an empty text.</summary>
    public int TokensWithoutText { get; }

    /// <inheritdoc/>
    public FormattedPrompt Format(string text) => Fit(text) switch
    {
        { Error: { } error } => throw new InputException(error),
        var (prompt, _) => prompt,
    };

    /// <summary>The token ids of the answer that says these labels, by their positions, after a prompt; without what ends the turn.</summary>
    public int[] Continue(IReadOnlyList<int> labels) => Continuations.Count > 0 ? Continuations[labels[0]] : Continue(Style.Write(labels));

    /// <inheritdoc/>
    public FormattedPrompt FormatContentFree(string text) => Format(text);

    /// <summary>A prompt with examples for this text alone; null where they leave no room for the text and its answer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shots">The examples, behind those that all texts share.</param>
    public FormattedPrompt? FormatWith(string text, IEnumerable<Example> shots)
    {
        var ids = Encode(text);
        var kept = Math.Min(ids.Length, _limits.MaxTokens);
        var tokens = EncodePrompt(Render(Cut(text, ids, kept), shots.SelectMany(Turns)));
        return tokens.Length + AnswerTokens <= _limits.ContextLength ? new FormattedPrompt(tokens, kept < ids.Length) : null;
    }

    /// <inheritdoc/>
    public InputError? Check(string text)
    {
        var texts = _user.TextCount + (_system?.TextCount ?? 0);
        var alwaysFits = TokensWithoutText > 0 && TokensWithoutText + ((long)texts * (_limits.MaxTokens + Seams)) + AnswerTokens <= _limits.ContextLength;
        return alwaysFits ? null : Fit(text).Error;
    }

    /// <summary>What a reader should know of examples that prompts show: how many were cut, if any.</summary>
    public IEnumerable<string> NoteOnShots(IReadOnlyCollection<Example> shots) =>
        CutTexts.Note(shots.Count(shot => Encode(shot.Text).Length > _limits.MaxTokens), shots.Count, "example", _limits.Truncate);

    /// <summary>An example as an earlier question with its answer.</summary>
    private ChatMessage[] Turns(Example shot)
    {
        var ids = Encode(shot.Text);
        var text = Cut(shot.Text, ids, Math.Min(ids.Length, _limits.MaxTokens));
        return [Message("user", User(text)), Message("assistant", Style.Write(_positions.Of(shot.Labels)))];
    }

    private string User(string text) => _user.Fill(_labelList, text);

    /// <summary>The prompt, cut as the limits say, or what is wrong with it.</summary>
    private (FormattedPrompt Prompt, InputError? Error) Fit(string text)
    {
        var ids = Encode(text);
        for (var kept = Math.Min(ids.Length, _limits.MaxTokens); ;)
        {
            var tokens = EncodePrompt(Render(Cut(text, ids, kept), []));
            if (tokens.Length == 0) return (default, new InputError("The prompt is empty.") { Remedy = "Write a template with more than the text." });
            var surplus = tokens.Length + AnswerTokens - _limits.ContextLength;
            if (surplus <= 0) return (new FormattedPrompt(tokens, kept < ids.Length), null);
            if (_limits.Truncate is null || kept == 0) return (default, TooLong(tokens.Length, kept, ids.Length));
            kept = Math.Max(0, kept - surplus);
        }
    }

    private InputError TooLong(int tokens, int kept, int all) =>
        new((kept == all ? $"The prompt has {tokens} tokens" : $"The text has {all} tokens; with {kept} of them the prompt has {tokens}")
            + $", but the model takes {_limits.ContextLength}, of which {AnswerTokens} are kept for the answer.")
        {
            Remedy = TokensWithoutText + AnswerTokens >= _limits.ContextLength
                ? "Write a shorter prompt, or take a model with a longer context."
                : "Cut long texts with --truncate head or --truncate tail, or with max_tokens of the rung.",
        };

    /// <summary>So many tokens of a text, from the end that is kept.</summary>
    private string Cut(string text, int[] ids, int kept)
    {
        if (kept == ids.Length) return text;
        // A character may have been cut through.
        return _limits.Truncate == TruncationSide.Tail
            ? _tokenizer.Decode(ids[^kept..]).TrimStart('\uFFFD')
            : _tokenizer.Decode(ids[..kept]).TrimEnd('\uFFFD');
    }

    private string Render(string text, IEnumerable<ChatMessage> turns, string? answer = null)
    {
        List<ChatMessage> messages = [];
        if (_system is { TextCount: > 0 }) messages.Add(Message("system", _system.Fill(_labelList, text)));
        messages.AddRange([.. _opening, .. turns, Message("user", User(text))]);
        if (answer is not null) messages.Add(Message("assistant", answer));
        return _template is null ? RenderPlain(messages) : _template.Render(_foldsSystem ? SystemMessage.Fold(messages) : messages, answer is null, _tokenizer.SpecialTokensMap, _date);
    }

    /// <summary>What is said is ordinary text: only the chat template's own markers are special tokens.</summary>
    private ChatMessage Message(string role, string content) => new(role, _tokenizer.Protect(content));

    private static string RenderPlain(List<ChatMessage> messages)
    {
        var text = string.Concat(messages.Select(message => message.Role switch
        {
            "assistant" => $" {message.Content}{BetweenBlocks}",
            "user" => message.Content + PlainAnswer,
            _ => message.Content + BetweenBlocks,
        }));
        return text.TrimEnd('\n');
    }

    // A template writes the token that begins a sequence itself.
    private int[] EncodePrompt(string text) => _tokenizer.EncodeProtected(text, addSpecialTokens: _template is null);

    private int[] Encode(string text) => _tokenizer.Encode(text, recognizeSpecialTokens: false);

    /// <summary>The answer as it follows a prompt, found by rendering both: templates differ in what stands between.</summary>
    private int[] Continue(string answer)
    {
        var (before, written, _) = Split(answer);
        var (prompted, answered) = (EncodePrompt(before), EncodePrompt(before + written));
        return answered.AsSpan().StartsWith(prompted) && answered.Length > prompted.Length
            ? answered[prompted.Length..]
            : _tokenizer.EncodeProtected(written);
    }

    /// <summary>A conversation that ends with an answer: what comes before it, the answer as the template writes it, and what follows.</summary>
    private (string Before, string Written, string After) Split(string answer)
    {
        var before = Render("", []);
        var whole = Render("", [], answer);
        var rendered = _tokenizer.Protect(answer);
        var start = whole.StartsWith(before, StringComparison.Ordinal) ? whole.IndexOf(rendered, before.Length, StringComparison.Ordinal) : -1;
        if (start >= 0) return (before, whole[before.Length..(start + rendered.Length)], whole[(start + rendered.Length)..]);
        // Some templates write an answer that was given elsewhere than the one that they ask for.
        var last = whole.LastIndexOf(rendered, StringComparison.Ordinal);
        return (before, rendered, last < 0 ? "" : whole[(last + rendered.Length)..]);
    }
}
