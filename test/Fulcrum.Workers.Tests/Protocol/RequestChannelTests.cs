using Fulcrum.Workers.Protocol;
using Fulcrum.Workers.Tests.Worker;

namespace Fulcrum.Workers.Tests.Protocol;

/// <summary>The parent's end, line by line: the tests are the worker.</summary>
public sealed class RequestChannelTests
{
    private readonly LinePipe _requests = new();
    private readonly LinePipe _messages = new();
    private readonly List<string> _noise = [];
    private readonly RequestChannel _channel;
    private readonly Task _reading;
    private int _idle;

    public RequestChannelTests()
    {
        _channel = new(new WorkerTransport(_messages.Reader, _requests.Writer), TestWorker.Json) { OnNoise = _noise.Add, OnIdle = () => _idle++ };
        _reading = _channel.ReadAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_numbered_and_their_answers_may_come_in_any_order()
    {
        var (first, second) = (AskAsync("a"), AskAsync("b"));
        Assert.Equal("""{"id":1,"act":"a","text":null}""", await _requests.Reader.ReadLineAsync(Cancel));
        Assert.Equal("""{"id":2,"act":"b","text":null}""", await _requests.Reader.ReadLineAsync(Cancel));

        Say("""{"id":2,"process":7,"text":"second"}""");
        Assert.Equal(new TestResponse(7, "second"), await second);
        Assert.Equal(0, _idle);
        Say("""{"id":1,"process":7,"text":"first"}""");
        Assert.Equal(new TestResponse(7, "first"), await first);
        Assert.Equal(1, _idle);
    }

    [Fact]
    public async Task Progress_goes_to_whoever_asked_and_comes_before_the_response()
    {
        var (one, other) = (new ProgressList(), new ProgressList());
        var (first, second) = (AskAsync("a", one), AskAsync("b", other));
        Say("""{"id":2,"progress":0.5}""", """{"id":1,"progress":0.1}""", """{"id":1,"process":7}""", """{"id":2,"progress":0.9}""", """{"id":2,"process":7}""");
        await Task.WhenAll(first, second);
        Assert.Equal([0.1], one);
        Assert.Equal([0.5, 0.9], other);
    }

    [Fact]
    public async Task An_error_ends_its_own_request_and_no_other()
    {
        var (first, second) = (AskAsync("a"), AskAsync("b"));
        Say("""{"id":1,"error":"The text is too long."}""", """{"id":2,"process":7}""");
        Assert.Equal("The text is too long.", (await Assert.ThrowsAsync<WorkerRequestException>(() => first)).Message);
        Assert.Equal(7, (await second).Process);
    }

    [Fact]
    public async Task What_is_no_message_is_noise()
    {
        var asked = AskAsync("a");
        string[] other = ["[W] native noise", "", "null", "{\"type\":", "{\"id\":1,", "{\"id\":\"x\",\"error\":\"y\"}", "{\"id\":null}", "{\"id\":null,\"error\":7}", "[1]"];
        Say([.. other, """{"id":1,"process":7}"""]);
        Assert.Equal(7, (await asked).Process);
        Assert.Equal(other, _noise);
    }

    [Fact]
    public async Task A_message_is_found_behind_what_was_printed_without_a_line_break()
    {
        var asked = AskAsync("a");
        Say("""loading ... {"id":1,"process":7,"text":"{\"id\":2}"}""");
        Assert.Equal("{\"id\":2}", (await asked).Text);
        Assert.Equal(["loading ... "], _noise);
    }

    [Theory]
    [InlineData("""{"id":1,"process":"seven"}""")]
    [InlineData("""{"id":1,"progress":"half"}""")]
    [InlineData("""{"id":1,"error":7}""")]
    public async Task A_message_that_is_not_understood_ends_its_request(string line)
    {
        var asked = AskAsync("a", new ProgressList());
        Say(line);
        Assert.StartsWith("The worker's answer was not understood: ", (await Assert.ThrowsAsync<WorkerRequestException>(() => asked)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_does_not_know_whose_request_it_could_not_read_ends_them_all()
    {
        var (first, second) = (AskAsync("a"), AskAsync("b"));
        Say("""{"id":null,"error":"The request has no id."}""");
        foreach (var asked in new[] { first, second })
            Assert.Equal("The request has no id.", (await Assert.ThrowsAsync<WorkerRequestException>(() => asked)).Message);
    }

    [Fact]
    public async Task Whoever_stops_waiting_does_not_disturb_the_others_and_a_late_answer_is_ignored()
    {
        using var cancel = new CancellationTokenSource();
        var given = _channel.AskAsync(new TestRequest("a"), null, cancel.Token);
        var kept = AskAsync("b");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Say("""{"id":1,"process":6}""", """{"id":2,"process":7}""");
        Assert.Equal(7, (await kept).Process);
        Assert.Empty(_noise);
    }

    [Fact]
    public async Task A_listener_that_throws_ends_its_own_request()
    {
        var (first, second) = (AskAsync("a", new ProgressList { Fault = new FormatException("full") }), AskAsync("b"));
        Say("""{"id":1,"progress":0.5}""", """{"id":2,"process":7}""");
        Assert.Equal("full", (await Assert.ThrowsAsync<FormatException>(() => first)).Message);
        Assert.Equal(7, (await second).Process);
    }

    [Fact]
    public async Task A_closed_channel_fails_what_was_asked_and_what_is_asked_later()
    {
        var before = AskAsync("a");
        _messages.Writer.Close();
        await _reading;
        Assert.False(before.IsCompleted);
        _channel.Close(new TimeoutException("gone"));
        foreach (var asked in new[] { before, AskAsync("b") })
            Assert.Equal("gone", (await Assert.ThrowsAsync<TimeoutException>(() => asked)).Message);
    }

    [Fact]
    public async Task The_worker_is_told_that_nothing_more_will_be_asked_after_what_was_asked()
    {
        _ = AskAsync("a");
        await _channel.EndRequestsAsync();
        Assert.Equal("""{"id":1,"act":"a","text":null}""", await _requests.Reader.ReadLineAsync(Cancel));
        Assert.Null(await _requests.Reader.ReadLineAsync(Cancel));
    }

    private Task<TestResponse> AskAsync(string act, IProgress<double>? progress = null) => _channel.AskAsync(new TestRequest(act), progress, Cancel);

    private void Say(params string[] lines)
    {
        foreach (var line in lines) _messages.Writer.Write(line + "\n");
        _messages.Writer.Flush();
    }

    private sealed class ProgressList : List<double>, IProgress<double>
    {
        public Exception? Fault { get; init; }

        public void Report(double value)
        {
            if (Fault is not null) throw Fault;
            Add(value);
        }
    }
}
