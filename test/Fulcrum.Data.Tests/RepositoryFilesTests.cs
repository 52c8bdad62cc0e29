using Fulcrum.Tests;

namespace Fulcrum.Data.Tests;

/// <summary>A test class whose fixture asks for the development data too early.</summary>
public class RepositoryFilesTests(RepositoryFilesTests.Hasty hasty) : IClassFixture<RepositoryFilesTests.Hasty>
{
    [Fact]
    public void A_fixture_that_needs_the_development_data_in_its_constructor_is_told_to_wait_for_a_test() => Assert.Equal(
        "Ask for ../shared/data in a test: a fixture's constructor and the data of a theory cannot be skipped.",
        Assert.IsType<InvalidOperationException>(hasty.Exception).Message);

    public sealed class Hasty
    {
        public Exception? Exception { get; } = Record.Exception(() => RepositoryFiles.Shared("data"));
    }
}
