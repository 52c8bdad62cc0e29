namespace Fulcrum.Data.Tests;

public sealed class InputErrorListTests
{
    [Fact]
    public void The_first_twenty_errors_of_a_file_by_line_are_listed_and_the_others_counted()
    {
        var errors = new InputErrorList();
        for (var line = 100_000; line > 0; line--) errors.Add(new InputError("wrong.") { File = "a.csv", Line = line });
        errors.Add(new InputError("missing.") { File = "b.csv" });
        var listed = Assert.Throws<InputException>(errors.ThrowIfAny).Errors.Select(error => error.ToString());
        Assert.Equal(
            [.. Enumerable.Range(1, 20).Select(line => $"a.csv({line}): wrong."), "a.csv: 99980 more errors of this file are not shown.", "b.csv: missing."],
            listed);
    }

    [Fact]
    public void Nothing_is_thrown_where_nothing_was_added() => new InputErrorList().ThrowIfAny();
}
