namespace Fulcrum.Data.Tests;

public sealed class InputErrorTests
{
    [Theory]
    [InlineData("The folder is locked.", "f.csv(3,4): The folder is locked. Unlock it.")]
    [InlineData("It cannot be written: No space left on device", "f.csv(3,4): It cannot be written: No space left on device. Unlock it.")]
    [InlineData("Is this a table?", "f.csv(3,4): Is this a table? Unlock it.")]
    public void What_is_wrong_and_what_to_do_are_two_sentences(string message, string expected) =>
        Assert.Equal(expected, new InputError(message) { File = "f.csv", Line = 3, Column = 4, Remedy = "Unlock it." }.ToString());

    [Fact]
    public void What_is_not_known_is_left_out() => Assert.Equal("No space left on device", new InputError("No space left on device").ToString());
}
