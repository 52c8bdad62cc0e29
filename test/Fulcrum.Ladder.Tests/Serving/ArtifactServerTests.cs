using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Serving;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Ladder.Tests.Serving;

/// <summary>A served artifact as its client sees it: lines in, lines out.</summary>
public sealed class ArtifactServerTests
{
    private static readonly PredictorManifest Manifest = new() { Fulcrum = "0.1.0", Rung = "classical", Task = TaskKind.Classification, Labels = ["ham", "spam"] };

    private readonly LengthPredictor _predictor = new();
    private readonly StringWriter _messages = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_text_is_answered_with_its_label_and_what_is_known_of_it()
    {
        _predictor.Odd["generated"] = new Answer(0, 2.5) { Labels = [1], PromptTokens = 12, GeneratedTokens = 3, Raw = " spam." };
        _predictor.Odd["unread"] = new Answer(0, 2.5) { WasCut = true, Raw = "?" };
        Serve("""{"id":7,"texts":["even","odd","generated","unread"]}""");
        Assert.Equal(
            ["""{"id":7,"answers":[{"label":"ham","milliseconds":1,"probabilities":{"ham":0.75,"spam":0.25},"prompt_tokens":0,"generated_tokens":0,"was_cut":false},"""
             + """{"label":"spam","milliseconds":1,"probabilities":{"ham":0.25,"spam":0.75},"prompt_tokens":0,"generated_tokens":0,"was_cut":false},"""
             + """{"label":"spam","milliseconds":2.5,"prompt_tokens":12,"generated_tokens":3,"raw":" spam.","was_cut":false},"""
             + """{"milliseconds":2.5,"prompt_tokens":0,"generated_tokens":0,"raw":"?","was_cut":true}]}"""],
            Lines);
    }

    [Fact]
    public void Requests_that_wait_are_answered_together_each_when_its_last_text_is()
    {
        _predictor.IsReversed = true;
        ServeWaiting("""{"id":1,"texts":["first"]}""", """{"id":2,"texts":["a","bb"]}""", """{"id":3,"texts":["ccc"]}""", """{"id":"four","texts":[]}""");
        Assert.Equal([["first"], ["a", "bb", "ccc"]], _predictor.Asked);
        Assert.Equal(["1", "\"four\"", "3", "2"], Lines.Select(Id));
        Assert.Equal("""{"id":"four","answers":[]}""", Lines[1]);
    }

    [Fact]
    public void No_further_request_joins_256_texts()
    {
        ServeWaiting([.. Enumerable.Range(0, 601).Select(id => $$"""{"id":{{id}},"texts":["a"]}""")]);
        Assert.Equal([1, 256, 256, 88], _predictor.Asked.Select(texts => texts.Count));
        Assert.Equal(Enumerable.Range(0, 601).Select(id => $"{id}"), Lines.Select(Id));
    }

    [Fact]
    public void A_text_that_cannot_be_read_fails_its_own_request_and_no_other()
    {
        _predictor.TooLong = "long";
        ServeWaiting("""{"id":1,"texts":["first"]}""", """{"id":2,"texts":["a"]}""", """{"id":3,"texts":["fine","long"]}""", """{"id":4,"texts":["b"]}""");
        Assert.Equal(["1", "2", "3", "4"], Lines.Select(Id));
        Assert.Equal("""{"id":3,"error":"text 2: The text is too long."}""", Lines[2]);
        Assert.All([0, 1, 3], line => Assert.Contains("answers", Lines[line], StringComparison.Ordinal));
    }

    [Fact]
    public void A_fault_of_the_rung_is_told_and_the_next_request_answered()
    {
        _predictor.OnPredict = texts =>
        {
            if (texts.Contains("bad")) throw new InvalidOperationException("can't allocate memory: 99 bytes\nat line 2");
        };
        Serve("""{"id":1,"texts":["bad"]}""", """{"id":2,"texts":["good"]}""");
        Assert.Equal("""{"id":1,"error":"Memory ran out: can't allocate memory: 99 bytes"}""", Lines[0]);
        Assert.Equal("2", Id(Lines[1]));
    }

    [Theory]
    [InlineData("""{"id":1,"texts":["a",null]}""", """{"id":1,"error":"A text is null."}""")]
    [InlineData("""{"id":1}""", """{"id":1,"error":"The worker did not understand the request: JSON deserialization for type 'Fulcrum.Ladder.Serving.PredictRequest' was missing required properties including: 'texts'."}""")]
    [InlineData("""{"texts":["a"]}""", """{"id":null,"error":"The request has no id. Give each an \"id\", a string or a number."}""")]
    public void A_request_that_is_none_is_answered_with_an_error(string line, string answer)
    {
        Serve(line);
        Assert.Equal([answer], Lines);
    }

    [Fact]
    public void A_server_that_is_told_to_stop_answers_no_more()
    {
        using var stop = new CancellationTokenSource();
        _predictor.OnPredict = _ => stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => Server().Run(new WorkerTransport(new StringReader("""{"id":1,"texts":["a"]}"""), _messages), stop.Token));
        Assert.Empty(Lines);
    }

    private ArtifactServer Server() => new(new DecidingPredictor(_predictor, Manifest), Manifest);

    private string[] Lines => _messages.ToString().Split('\n')[..^1];

    private static string Id(string line) => line[6..line.IndexOf(',', StringComparison.Ordinal)];

    private void Serve(params string[] lines) => Serve(new StringReader(string.Join('\n', lines)));

    private void Serve(TextReader requests) => Server().Run(new WorkerTransport(requests, _messages), Cancel);

    /// <summary>Has all other requests come in while the first one is answered.</summary>
    private void ServeWaiting(params string[] lines)
    {
        using var begun = new ManualResetEventSlim();
        using var arrived = new ManualResetEventSlim();
        _predictor.OnPredict = _ =>
        {
            begun.Set();
            arrived.Wait(Cancel);
        };
        Serve(new GatedReader(lines, () => begun.Wait(Cancel), arrived.Set));
    }

    /// <summary>Gives a line, then the others.</summary>
    private sealed class GatedReader(string[] lines, Action afterFirst, Action atEnd) : TextReader
    {
        private int _next;

        public override string? ReadLine()
        {
            if (_next == 1) afterFirst();
            if (_next < lines.Length) return lines[_next++];
            atEnd();
            return null;
        }
    }

    /// <summary>Answers by the length of the text: <c>ham</c> where it is even.</summary>
    private sealed class LengthPredictor : IPredictor
    {
        public List<IReadOnlyList<string>> Asked { get; } = [];

        public Dictionary<string, Answer> Odd { get; } = [];

        public Action<IReadOnlyList<string>> OnPredict { get; set; } = _ => { };

        public string? TooLong { get; set; }

        public bool IsReversed { get; set; }

        public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
        {
            string[] texts = [.. inputs.Select(input => input.Text)];
            Asked.Add(texts);
            OnPredict(texts);
            cancellationToken.ThrowIfCancellationRequested();
            var refused = inputs.Where(input => input.Text == TooLong).Select(input => new InputError($"{input.Id}: The text is too long.")).ToArray();
            if (refused.Length > 0) throw new InputException(refused);
            var order = Enumerable.Range(0, texts.Length);
            foreach (var index in IsReversed ? order.Reverse() : order)
            {
                answered(Odd.TryGetValue(texts[index], out var odd)
                    ? odd with { Index = index }
                    : Answer.Of(index, texts[index].Length % 2 == 0 ? [0.75, 0.25] : [0.25, 0.75], milliseconds: 1));
            }
        }

        public void Dispose()
        {
        }
    }
}
