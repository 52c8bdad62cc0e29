using System.Text;
using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests;

public sealed class JsonInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("{\n \"a\": b}", 2, 7, "It is not valid JSON: 'b' is an invalid start of a value.")]
    [InlineData("[\"a\"", 1, 5, "It is not valid JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")]
    [InlineData("{\"a\":NaN}", 1, 6, "It is not valid JSON: 'N' is an invalid start of a value.")]
    public void What_is_not_JSON_is_refused_with_its_place_said_once(string json, int line, int column, string message)
    {
        var file = _folder.Write("x.json", json);

        var error = Assert.Single(Assert.Throws<InputException>(() => JsonInput.Read(file, "It")).Errors);

        Assert.Equal((file, line, column, message), (error.File, error.Line, error.Column, error.Message));
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":[{\"c\":1,\"c\":2}]}", "It is not valid JSON: Duplicate property 'c'")]
    [InlineData("{\"a\":[\"\\ud800\"]}", "It holds invalid Unicode.")]
    [InlineData("{\"\\udc00\":1}", "It holds invalid Unicode.")]
    [InlineData("[]", "It is no JSON object.")]
    [InlineData("null", "It is no JSON object.")]
    public void What_would_fail_later_is_refused_at_once(string json, string message)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => JsonInput.ParseObject(Encoding.UTF8.GetBytes(json), "It", "x.json")).Errors);

        Assert.Equal("x.json", error.File);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused() =>
        Assert.Contains("invalid Unicode", Assert.Throws<InputException>(() => JsonInput.Parse([(byte)'"', 0xff, (byte)'"'], "It", null)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("It cannot be read", Assert.Throws<InputException>(() => JsonInput.Read(Path.Combine(_folder.Path, "none.json"), "It")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"a | LineNumber: 1\":\"b\"}", "$['a | LineNumber: 1']: The JSON value could not be converted to System.Int32.")]
    [InlineData("\"b\"", "The JSON value could not be converted to System.Collections.Generic.Dictionary`2[System.String,System.Int32].")]
    public void Of_a_value_of_another_type_the_path_is_said_and_not_the_place(string json, string fault) =>
        Assert.Equal(fault, JsonInput.Fault(Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<string, int>>(json))));

    public void Dispose() => _folder.Dispose();
}
