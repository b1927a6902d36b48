/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Every page is private or depends on the signed-in person; the optimiser
  // would keep copies of members' pictures outside the database's rules.
  images: { unoptimized: true },
  serverExternalPackages: ["postgres", "pino", "nodemailer", "pg-boss", "smtp-server"],
};
