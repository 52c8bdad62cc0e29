using System.Text;
using Fulcrum.Models.Native;

namespace Fulcrum.Models.Tests.Native;

public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void Making_a_requirement_weak_changes_one_flag_and_nothing_else()
    {
        var original = File.ReadAllBytes(Shim.Path());
        var changed = (byte[])original.Clone();

        Assert.True(ElfVersionNeeds.MakeWeak(changed, Version));

        var differing = Assert.Single(Enumerable.Range(0, original.Length), index => original[index] != changed[index]);
        Assert.Equal((0, 2), (original[differing], changed[differing]));
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        var image = File.ReadAllBytes(Shim.Path());
        ElfVersionNeeds.MakeWeak(image, Version);

        Assert.False(ElfVersionNeeds.MakeWeak(image, Version));
    }

    [Fact]
    public void A_version_that_nothing_asks_for_changes_nothing() =>
        Assert.False(ElfVersionNeeds.MakeWeak(File.ReadAllBytes(Shim.Path()), "GLIBCXX_99"));

    [Theory]
    [InlineData("")]
    [InlineData("MZ this is another kind of program, long enough to have a header of sixty-four bytes")]
    public void What_is_not_ELF_is_refused(string content) =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.MakeWeak(Encoding.ASCII.GetBytes(content), Version));

    [Theory]
    [InlineData(64)]
    [InlineData(100_000)]
    [InlineData(2_000_000)]
    public void An_ELF_file_that_is_cut_off_is_refused(int length)
    {
        var image = File.ReadAllBytes(Shim.Path())[..length];

        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.MakeWeak(image, Version));
    }
}
