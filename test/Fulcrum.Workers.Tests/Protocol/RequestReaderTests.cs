using Fulcrum.Workers.Protocol;
using Fulcrum.Workers.Tests.Worker;

namespace Fulcrum.Workers.Tests.Protocol;

/// <summary>The worker's end, line by line.</summary>
public sealed class RequestReaderTests
{
    private readonly StringWriter _messages = new();

    [Theory]
    [InlineData("17")]
    [InlineData("\"a\\\"b\"")]
    [InlineData("1.50")]
    public void Messages_repeat_the_id_as_it_was_given(string id)
    {
        var request = Assert.Single(Read($$"""{"text":"hi","id":{{id}},"act":"echo","more":1}"""));
        Assert.Equal(new TestRequest("echo", "hi"), request.Body);
        request.Report(0.5);
        request.Respond(new TestResponse(7, "hi"));
        request.Fail("no");
        Assert.Equal(
            [$$"""{"id":{{id}},"progress":0.5}""", $$"""{"id":{{id}},"process":7,"text":"hi"}""", $$"""{"id":{{id}},"error":"no"}"""],
            Lines);
    }

    [Fact]
    public void A_response_may_have_nothing_to_say()
    {
        Read("""{"id":1,"act":"a"}""")[0].Respond(new object());
        Assert.Equal(["""{"id":1}"""], Lines);
    }

    [Theory]
    [InlineData("{oops", "null", "The worker did not understand the request: 'o' is an invalid start of a property name. Expected a '\"'.")]
    [InlineData("[]", "null", "The request has no id. Give each an \"id\", a string or a number.")]
    [InlineData("""{"act":"a"}""", "null", "The request has no id. Give each an \"id\", a string or a number.")]
    [InlineData("""{"id":{},"act":"a"}""", "null", "The request has no id. Give each an \"id\", a string or a number.")]
    [InlineData("""{"id":3,"act":[]}""", "3", "The worker did not understand the request: $.act: The JSON value could not be converted to Fulcrum.Workers.Tests.Worker.TestRequest.")]
    public void A_request_that_is_not_understood_is_answered_and_the_next_one_read(string line, string id, string error)
    {
        Assert.Equal("next", Assert.Single(Read(line, "", """{"id":4,"act":"next"}""")).Body.Act);
        Assert.Equal([$$"""{"id":{{id}},"error":{{System.Text.Json.JsonSerializer.Serialize(error)}}}"""], Lines);
    }

    [Fact]
    public void A_request_with_half_a_character_is_answered()
    {
        Assert.Empty(Read("""{"id":5,"act":"\ud83d"}"""));
        Assert.StartsWith("""{"id":5,"error":"The worker did not understand the request: """, Assert.Single(Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_that_answer_at_once_write_whole_lines()
    {
        var requests = Read([.. Enumerable.Range(0, 200).Select(id => $$"""{"id":{{id}},"act":"a"}""")]);
        Parallel.ForEach(requests, request => request.Respond(new TestResponse(7, new string('x', 1000))));
        Assert.Equal(
            Enumerable.Range(0, 200).Select(id => $$"""{"id":{{id}},"process":7,"text":"{{new string('x', 1000)}}"}""").Order(StringComparer.Ordinal),
            Lines.Order(StringComparer.Ordinal));
    }

    private string[] Lines => _messages.ToString().Split('\n')[..^1];

    private ReceivedRequest<TestRequest>[] Read(params string[] lines) =>
        [.. new RequestReader<TestRequest>(new WorkerTransport(new StringReader(string.Join('\n', lines)), _messages), TestWorker.Json).Read()];
}
