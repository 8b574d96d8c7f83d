namespace Autodiff.Benchmarks;

/// <content>
/// The arm: each sine and cosine once, each link's vector once. <see cref="Math.SinCos"/> would be cheaper in the
/// objective too; it is not promised to return the very bits of <see cref="Math.Sin"/> and <see cref="Math.Cos"/>.
/// </content>
public static partial class HandWritten
{
    /// <summary>The squared distance of the hand from its target and its gradient.</summary>
    public static double SquaredDistanceGradient(
        double angle1,
        double angle2,
        double angle3,
        double length1,
        double length2,
        double length3,
        double targetX,
        double targetY,
        out double angle1Gradient,
        out double angle2Gradient,
        out double angle3Gradient,
        out double length1Gradient,
        out double length2Gradient,
        out double length3Gradient,
        out double targetXGradient,
        out double targetYGradient)
    {
        double heading2 = angle1 + angle2;
        double heading3 = heading2 + angle3;
        double cos1 = Math.Cos(angle1);
        double cos2 = Math.Cos(heading2);
        double cos3 = Math.Cos(heading3);
        double sin1 = Math.Sin(angle1);
        double sin2 = Math.Sin(heading2);
        double sin3 = Math.Sin(heading3);
        double link1X = length1 * cos1;
        double link2X = length2 * cos2;
        double link3X = length3 * cos3;
        double link1Y = length1 * sin1;
        double link2Y = length2 * sin2;
        double link3Y = length3 * sin3;
        double missX = link1X + link2X + link3X - targetX;
        double missY = link1Y + link2Y + link3Y - targetY;

        // A joint turns every link after it, so that the torques add up from the hand to the shoulder.
        double pullX = 2 * missX;
        double pullY = 2 * missY;
        double torque3 = pullY * link3X - pullX * link3Y;
        double torque2 = torque3 + (pullY * link2X - pullX * link2Y);
        angle1Gradient = torque2 + (pullY * link1X - pullX * link1Y);
        angle2Gradient = torque2;
        angle3Gradient = torque3;
        length1Gradient = pullX * cos1 + pullY * sin1;
        length2Gradient = pullX * cos2 + pullY * sin2;
        length3Gradient = pullX * cos3 + pullY * sin3;
        targetXGradient = -pullX;
        targetYGradient = -pullY;
        return missX * missX + missY * missY;
    }
}
