using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Tests;

public sealed class RungRegistryTests
{
    [Fact]
    public void A_rung_is_found_under_the_name_of_its_description()
    {
        using var rungs = new RungRegistry();

        foreach (var description in RungCatalog.All)
            Assert.Same(description, rungs.Find(description.Name)!.Description);
        Assert.Null(rungs.Find("zero-shots"));
    }
}
