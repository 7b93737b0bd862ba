using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class RegisterValuesTests
{
    [Test]
    public void Values_are_kept_in_order()
    {
        RegisterValues values = [3, 1, 2];

        Assert.That(values, Is.EqualTo(new uint[] { 3, 1, 2 }));
        Assert.That((values.Count, values[0], values[2]), Is.EqualTo((3, 3u, 2u)));
        Assert.That(() => values[3], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => values[-1], Throws.TypeOf<ArgumentOutOfRangeException>());
        var copy = new uint[3];
        values.CopyTo(copy);
        Assert.That(copy, Is.EqualTo(new uint[] { 3, 1, 2 }));
        Assert.That(() => values.CopyTo(new uint[2]), Throws.ArgumentException);
    }

    [Test]
    public void The_same_values_are_equal_and_their_number_counts()
    {
        RegisterValues one = [1, 0], same = [1, 0], shorter = [1], other = [1, 2];

        Assert.That(one == same && one.Equals((object)same) && one.GetHashCode() == same.GetHashCode());
        Assert.That(one != shorter && one != other && !one.Equals("text"));
        Assert.That(default(RegisterValues), Is.Empty);
    }

    [Test]
    public void More_than_eight_are_refused() =>
        Assert.That(() => RegisterValues.Create(new uint[9]), Throws.TypeOf<InvalidParameterException>());
}
