using Fulcrum.Data;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>
/// Turns a prompt and a text into what a model reads: a conversation through its chat template, or plain text for a model
/// without one. Examples come first, as earlier turns or blocks, so that all texts share them as a prefix.
/// </summary>
public sealed class PromptFormatter : IPromptFormatter
{
    /// <summary>Where <c>max_tokens</c> is not set.</summary>
    public const int DefaultMaxTokens = 256;

    private const string PlainAnswer = "\nAnswer:";

    private readonly Tokenizer tokenizer;
    private readonly ChatTemplate? template;
    private readonly TimeProvider clock;
    private readonly PromptDefinition prompt;
    private readonly string userTemplate;
    private readonly int maxTokens;
    private readonly List<ChatMessage> opening = [];

    /// <summary>A formatter for one prompt.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">The model's chat template, or null for plain text.</param>
    /// <param name="prompt">The prompt. Only <c>{labels}</c> and <c>{text}</c> are replaced; other braces stay.</param>
    /// <param name="labels">The task's labels, in order.</param>
    /// <param name="clock">The time for chat templates that tell the date.</param>
    /// <param name="maxTokens">Tokens of a text beyond which it is cut.</param>
    /// <param name="shots">Examples that are shown with their answers.</param>
    public PromptFormatter(
        Tokenizer tokenizer,
        ChatTemplate? template,
        PromptDefinition prompt,
        IReadOnlyList<string> labels,
        TimeProvider clock,
        int maxTokens = DefaultMaxTokens,
        IReadOnlyList<Example>? shots = null)
    {
        (this.tokenizer, this.template, this.prompt, this.clock, this.maxTokens) = (tokenizer, template, prompt, clock, maxTokens);
        Labels = labels;
        Answers = AnswerTexts.Create(prompt, labels);
        userTemplate = prompt.Template.Replace("{labels}", string.Join(", ", labels.Select(Word)), StringComparison.Ordinal);
        if (prompt.System is { } system) opening.Add(new ChatMessage("system", system));
        opening.AddRange((shots ?? []).SelectMany(Turns));
        Continuations = [.. Answers.Select(Continue)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Per label what the model is to write, e.g. <c>yes</c> or <c>{"is_phishing": true}</c>.</summary>
    public IReadOnlyList<string> Answers { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Continuations { get; }

    /// <inheritdoc/>
    public bool SharesExamples => true;

    /// <inheritdoc/>
    public FormattedPrompt Format(string text) => Format(text, []);

    /// <inheritdoc/>
    public FormattedPrompt FormatContentFree(string text) => Format(text, []);

    /// <summary>The token ids of a prompt with this text, up to where the answer begins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shots">Examples for this text alone, behind those that all texts share.</param>
    public FormattedPrompt Format(string text, IEnumerable<Example> shots)
    {
        var (kept, wasCut) = Cut(text);
        return new FormattedPrompt(Encode(Render(kept, shots.SelectMany(Turns))), wasCut);
    }

    private ChatMessage[] Turns(Example shot) =>
        [new("user", User(Cut(shot.Text).Text)), new("assistant", Answers[IndexOf(shot.Label)])];

    private string Word(string label) => prompt.Answers.GetValueOrDefault(label, label);

    private int IndexOf(string label) => Labels.Index().First(entry => entry.Item == label).Index;

    private string User(string text) => userTemplate.Replace("{text}", text, StringComparison.Ordinal);

    private (string Text, bool WasCut) Cut(string text)
    {
        var ids = tokenizer.Encode(text);
        if (ids.Length <= maxTokens) return (text, false);
        // A character may have been cut through.
        return (tokenizer.Decode(ids.Take(maxTokens)).TrimEnd('\uFFFD'), true);
    }

    private string Render(string text, IEnumerable<ChatMessage> turns, string? answer = null)
    {
        List<ChatMessage> messages = [.. opening, .. turns, new("user", User(text))];
        if (answer is not null) messages.Add(new ChatMessage("assistant", answer));
        return template is null ? RenderPlain(messages) : template.Render(messages, answer is null, Special(tokenizer.SpecialTokens.Bos), Special(tokenizer.SpecialTokens.Eos), clock);
    }

    private static string RenderPlain(List<ChatMessage> messages)
    {
        var text = string.Concat(messages.Select(message => message.Role switch
        {
            "assistant" => $" {message.Content}\n\n",
            "user" => message.Content + PlainAnswer,
            _ => message.Content + "\n\n",
        }));
        return text.TrimEnd('\n');
    }

    private string? Special(int? id) => id is { } token ? tokenizer.IdToToken(token) : null;

    // A template writes the token that begins a sequence itself.
    private int[] Encode(string text) => tokenizer.Encode(text, addSpecialTokens: template is null);

    /// <summary>The answer as it follows a prompt, found by rendering both: templates differ in what stands between.</summary>
    private int[] Continue(string answer)
    {
        var before = Render("", []);
        var whole = Render("", [], answer);
        var start = whole.StartsWith(before, StringComparison.Ordinal) ? whole.IndexOf(answer, before.Length, StringComparison.Ordinal) : -1;
        var written = start < 0 ? answer : whole[before.Length..(start + answer.Length)];
        var (prompted, answered) = (Encode(before), Encode(before + written));
        return answered.AsSpan().StartsWith(prompted) && answered.Length > prompted.Length
            ? answered[prompted.Length..]
            : tokenizer.Encode(written);
    }
}
